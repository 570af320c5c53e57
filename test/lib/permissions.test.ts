import assert from 'node:assert/strict';
import { test } from 'node:test';
import { synthesize } from './synthesize.ts';
import { actionsOf, listOf, resourcesOf, statementsOf, theResource } from './template-parts.ts';

const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const TRACES = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
const ITEMS = ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'];
const TEXTS = ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'];

const bedrock = synthesize({ provider: 'bedrock' });
const anthropic = synthesize({ provider: 'anthropic' });

for (const [provider, template] of Object.entries({ bedrock, anthropic })) {
  test(`with ${provider}, nothing is allowed on every resource but traces, which know no resources`, () => {
    const statements = resourcesOf(template, 'AWS::IAM::Policy').flatMap(
      ([, { Properties }]) => Properties.PolicyDocument.Statement,
    );
    assert.ok(statements.length > 0);
    for (const { Action, Resource } of statements) {
      assert.ok(
        listOf<string>(Action).every((action) => !action.includes('*')),
        `wildcard in ${Action}`,
      );
      if (listOf<unknown>(Resource).includes('*')) assert.deepEqual(listOf<string>(Action), TRACES);
    }
  });

  test(`with ${provider}, no function has a policy that AWS wrote`, () => {
    for (const [id, role] of resourcesOf(template, 'AWS::IAM::Role')) {
      const isOfGateway = id.startsWith('RestApiCloudWatchRole');
      assert.equal(role.Properties.ManagedPolicyArns?.length ?? 0, isOfGateway ? 1 : 0, id);
      assert.equal(role.Properties.Policies, undefined, id);
    }
  });

  test(`with ${provider}, the api function alone may invoke the runner`, () => {
    const [runnerId] = theResource(template, 'AWS::Lambda::Function', 'Runner');
    const invocations = resourcesOf(template, 'AWS::IAM::Policy').flatMap(([, { Properties }]) =>
      Properties.PolicyDocument.Statement.filter(({ Action }: { Action: string | string[] }) =>
        listOf<string>(Action).some((action) => action.startsWith('lambda:')),
      ),
    );
    const permission = {
      Action: 'lambda:InvokeFunction',
      Effect: 'Allow',
      Resource: { 'Fn::GetAtt': [runnerId, 'Arn'] },
    };
    assert.deepEqual(invocations, [permission]);
    assert.ok(actionsOf(template, 'ApiFunction').includes('lambda:InvokeFunction'));
    const invokable = resourcesOf(template, 'AWS::Lambda::Permission').map(([, { Properties }]) =>
      JSON.stringify(Properties),
    );
    assert.ok(!invokable.some((text) => text.includes(runnerId)), 'a resource policy lets somebody invoke the runner');
  });

  test(`with ${provider}, the runner holds no secret and each tenant has environments of its own`, () => {
    const [, runner] = theResource(template, 'AWS::Lambda::Function', 'Runner');
    assert.deepEqual(runner.Properties.TenancyConfig, { TenantIsolationMode: 'PER_TENANT' });
    assert.deepEqual(runner.Properties.Environment, { Variables: { MODEL_PROVIDER: provider } });
  });
}

test('with Bedrock, the runner may write its own logs and call the models offered, and nothing else', () => {
  assert.deepEqual(actionsOf(bedrock, 'Runner'), [
    'bedrock:InvokeModel',
    'bedrock:InvokeModelWithResponseStream',
    ...LOGS,
  ]);
  const [logs, models] = statementsOf(bedrock, 'Runner');
  const [, runner] = theResource(bedrock, 'AWS::Lambda::Function', 'Runner');
  assert.deepEqual(logs?.Resource, { 'Fn::GetAtt': [runner.Properties.LoggingConfig.LogGroup.Ref, 'Arn'] });
  for (const resource of listOf(models?.Resource)) {
    assert.match(
      JSON.stringify(resource),
      /:(foundation-model\/|inference-profile\/\*\.)anthropic\.claude-[a-z]+-[\d-]+(v1:0)?\*"/,
    );
  }
});

const ONLY_MODEL = {
  id: 'claude-only',
  displayName: 'Only',
  aliases: [],
  createdAt: '2026-01-01',
  maxInputTokens: 1,
  maxOutputTokens: 1,
  price: { input: 1, output: 1, cacheRead: 1, cacheWrite: 1 },
};

/** What the runner may call in one Region when it offers a single model. */
const callable = (model: object): readonly string[] => {
  const settings = { models: [{ ...ONLY_MODEL, ...model }], defaultModel: 'claude-only' };
  const template = synthesize({ bedrockProfile: 'eu', bedrockRegions: ['eu-west-1'], settings });
  return listOf(statementsOf(template, 'Runner')[1]?.Resource).map((resource) => JSON.stringify(resource));
};

test('with Bedrock, a model or Region that is not offered cannot be called', () => {
  const resources = callable({});
  assert.equal(resources.length, 2);
  for (const resource of resources) assert.match(resource, /:bedrock:eu-west-1:.*anthropic\.claude-only\*"/);
});

test('with Bedrock, a model may be called by the id that it is given there, or by an ARN', () => {
  for (const resource of callable({ bedrockId: 'us.anthropic.claude-other-v1:0' })) {
    assert.match(resource, /anthropic\.claude-other-v1:0\*"/);
  }
  const arn = 'arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/a1b2';
  assert.ok(callable({ bedrockId: arn }).includes(JSON.stringify(arn)));
});

test('with Anthropic, the runner may write its own logs and nothing else', () => {
  assert.deepEqual(actionsOf(anthropic, 'Runner'), LOGS);
});

test('with Anthropic, the api function alone may read the key', () => {
  const readers = resourcesOf(anthropic, 'AWS::IAM::Policy').filter(([, policy]) =>
    JSON.stringify(policy).includes('secretsmanager:'),
  );
  assert.deepEqual(
    readers.map(([id]) => id.startsWith('ApiFunction')),
    [true],
  );
  assert.ok(!actionsOf(bedrock, 'ApiFunction').some((action) => action.startsWith('secretsmanager:')));
});

test('the api function may read and write items and texts, and ask the runner', () => {
  assert.deepEqual(actionsOf(bedrock, 'ApiFunction'), [
    ...ITEMS,
    'lambda:InvokeFunction',
    ...LOGS,
    ...TEXTS,
    ...TRACES,
  ]);
});

test('the authorizer may look up items and nothing else', () => {
  assert.deepEqual(actionsOf(bedrock, 'AuthorizerFunction'), ['dynamodb:GetItem', ...LOGS, ...TRACES]);
});

test('the admin function may do nothing', () => {
  assert.deepEqual(actionsOf(bedrock, 'AdminFunction'), [...LOGS, ...TRACES]);
});

test('the sweeper may use the one table, its index of open prompts, and the one bucket', () => {
  assert.deepEqual(
    actionsOf(bedrock, 'SweeperFunction'),
    [...ITEMS, 'dynamodb:Query', ...LOGS, ...TEXTS, ...TRACES].sort(),
  );
});
