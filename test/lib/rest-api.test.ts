import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROUTES } from '#lambda/routes.ts';
import { synthesize } from './synthesize.ts';
import { methodsOf, resourcesOf, theResource } from './template-parts.ts';

const template = synthesize({ settings: { allowedOrigin: 'https://console.example.com' } });
const methods = methodsOf(template);
const routes = ROUTES.map((route) => ({ ...route, key: `${route.method} ${route.path}` }));
const [callerAuthorizerId, callerAuthorizer] = theResource(template, 'AWS::ApiGateway::Authorizer', 'RestApiCaller');
const [adminAuthorizerId, adminAuthorizer] = theResource(template, 'AWS::ApiGateway::Authorizer', 'RestApiAdmin');
const [, stage] = theResource(template, 'AWS::ApiGateway::Stage');

test('every route has one method, and there is no other', () => {
  assert.deepEqual([...methods.keys()].sort(), routes.map(({ key }) => key).sort());
});

test('every method but health, OpenAPI and CORS preflights has an authorizer', () => {
  const open = resourcesOf(template, 'AWS::ApiGateway::Method').filter(
    ([, { Properties }]) => !Properties.AuthorizerId,
  );
  for (const [id, { Properties }] of open) {
    const isPreflight = Properties.HttpMethod === 'OPTIONS' && Properties.Integration.Type === 'MOCK';
    assert.ok(isPreflight || /^RestApi(healthlive|healthready|openapijson)GET/.test(id), id);
  }
});

test('callers pass the Lambda authorizer and a usage plan', () => {
  for (const { key } of routes.filter(({ credential }) => credential === 'caller')) {
    const { AuthorizationType, AuthorizerId, ApiKeyRequired } = methods.get(key);
    assert.deepEqual(
      { AuthorizationType, AuthorizerId, ApiKeyRequired },
      { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: callerAuthorizerId }, ApiKeyRequired: true },
      key,
    );
  }
});

test('administrators pass the Cognito authorizer with the admin scope: an API key never does', () => {
  for (const { key } of routes.filter(({ path }) => path.startsWith('/admin/'))) {
    const { AuthorizationType, AuthorizerId, AuthorizationScopes } = methods.get(key);
    assert.deepEqual(
      { AuthorizationType, AuthorizerId, AuthorizationScopes },
      {
        AuthorizationType: 'COGNITO_USER_POOLS',
        AuthorizerId: { Ref: adminAuthorizerId },
        AuthorizationScopes: ['headless-claude/admin'],
      },
      key,
    );
  }
  assert.equal(adminAuthorizer.Properties.Type, 'COGNITO_USER_POOLS');
});

test('what the Lambda authorizer says is never cached, and it sees requests without a credential too', () => {
  const { Type, AuthorizerResultTtlInSeconds, IdentitySource } = callerAuthorizer.Properties;
  assert.deepEqual(
    { Type, AuthorizerResultTtlInSeconds, IdentitySource },
    { Type: 'REQUEST', AuthorizerResultTtlInSeconds: 0, IdentitySource: '' },
  );
});

test('the api function streams for up to 15 minutes', () => {
  for (const { key } of routes.filter((route) => route.function === 'api')) {
    const { ResponseTransferMode, TimeoutInMillis, Uri } = methods.get(key).Integration;
    assert.deepEqual(
      { ResponseTransferMode, TimeoutInMillis },
      { ResponseTransferMode: 'STREAM', TimeoutInMillis: 900_000 },
    );
    assert.match(JSON.stringify(Uri), /ApiFunction.*response-streaming-invocations/);
  }
  assert.equal(theResource(template, 'AWS::Lambda::Function', 'ApiFunction')[1].Properties.Timeout, 900);
});

test('the API is Regional and takes usage identifiers from the authorizer only', () => {
  const [, { Properties }] = theResource(template, 'AWS::ApiGateway::RestApi');
  assert.deepEqual(Properties.EndpointConfiguration.Types, ['REGIONAL']);
  assert.equal(Properties.ApiKeySourceType, 'AUTHORIZER');
});

test('each tier has a usage plan with throttle, quota and an identifier that is no credential', () => {
  const [, authorizer] = theResource(template, 'AWS::Lambda::Function', 'AuthorizerFunction');
  const identifiers = JSON.parse(authorizer.Properties.Environment.Variables.USAGE_IDENTIFIER_KEYS);
  const expected = Object.fromEntries(
    ['basic', 'standard', 'premium'].map((tier) => [tier, `usage-identifier-headless-claude-${tier}`]),
  );
  assert.deepEqual(identifiers, expected);
  const values = resourcesOf(template, 'AWS::ApiGateway::ApiKey').map(([, { Properties }]) => Properties.Value);
  assert.deepEqual(values.sort(), Object.values(expected).sort());
  const plans = resourcesOf(template, 'AWS::ApiGateway::UsagePlan');
  assert.equal(plans.length, 3);
  for (const [, { Properties }] of plans) assert.ok(Properties.Throttle.RateLimit > 0 && Properties.Quota.Limit > 0);
});

test('the access log has no header, query, token, body or error message that would quote them', () => {
  const { Format } = stage.Properties.AccessLogSetting;
  const variables = [...Format.matchAll(/\$[\w.]+/g)].map(([variable]) => variable);
  assert.ok(variables.includes('$context.requestId'));
  for (const variable of variables) {
    assert.match(variable, /^\$context\./);
    assert.doesNotMatch(variable, /header|query|token|claims|apikey|override|body|message|\.path$/i);
  }
});

test('prompts are in no execution log, and the stage is throttled and traced', () => {
  const [settings] = stage.Properties.MethodSettings;
  assert.equal(settings.DataTraceEnabled, false);
  assert.equal(settings.LoggingLevel, 'ERROR');
  assert.ok(settings.ThrottlingRateLimit > 0 && settings.ThrottlingBurstLimit > 0);
  assert.equal(stage.Properties.TracingEnabled, true);
});

test('the allowed origin stands in preflights and in what API Gateway answers by itself', () => {
  const preflights = resourcesOf(template, 'AWS::ApiGateway::Method').filter(
    ([, { Properties }]) => Properties.HttpMethod === 'OPTIONS',
  );
  assert.ok(preflights.length >= new Set(ROUTES.map(({ path }) => path)).size);
  for (const [, { Properties }] of preflights) {
    const headers = Properties.Integration.IntegrationResponses[0].ResponseParameters;
    assert.equal(headers['method.response.header.Access-Control-Allow-Origin'], "'https://console.example.com'");
  }
  for (const [, { Properties }] of resourcesOf(template, 'AWS::ApiGateway::GatewayResponse')) {
    const headers = Properties.ResponseParameters;
    assert.equal(headers['gatewayresponse.header.access-control-allow-origin'], "'https://console.example.com'");
  }
});
