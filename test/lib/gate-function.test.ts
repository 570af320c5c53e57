import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grantKey } from '#adapters/dynamodb/keys.ts';
import { synthesize } from './synthesize.ts';
import { resourcesOf, statementsOf, theResource } from './template-parts.ts';

const template = synthesize({ gate: 'function' });

test('the gate function reaches only the items that runs are metered by', () => {
  const [items] = statementsOf(template, 'GateFunction').filter(({ Action }) => Action.includes('dynamodb:GetItem'));
  const prefix = grantKey('').pk;
  assert.deepEqual(items?.Condition, { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${prefix}*`] } });
});

test("the gate function's URL streams, and lets anybody call it only by that URL", () => {
  const [, url] = theResource(template, 'AWS::Lambda::Url');
  assert.deepEqual([url.Properties.AuthType, url.Properties.InvokeMode], ['NONE', 'RESPONSE_STREAM']);
  // Both are needed: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
  const allowed = resourcesOf(template, 'AWS::Lambda::Permission').filter(([id]) => id.startsWith('GateFunction'));
  assert.deepEqual(
    allowed.map(([, { Properties }]) => ({ ...Properties, FunctionName: undefined })),
    [
      { Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' },
      { Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true },
    ].map((permission) => ({ ...permission, Principal: '*', FunctionName: undefined })),
  );
});

test('the api function is told where the gate function is, if there is one', () => {
  const urlGiven = (where: string) =>
    theResource(synthesize({ gate: where }), 'AWS::Lambda::Function', 'ApiFunction')[1].Properties.Environment.Variables
      .GATE_URL;
  assert.equal(urlGiven('runner'), '');
  assert.match(JSON.stringify(urlGiven('function')), /"https:\/\/".*"GateFunction\w+","FunctionUrl"/);
});
