import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { CfnResource } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import type {
  AdminEnvironment,
  ApiEnvironment,
  AuthorizerEnvironment,
  GateEnvironment,
  RunEnvironment,
  SchedulesEnvironment,
  SweeperEnvironment,
  WebhooksEnvironment,
  WorkerEnvironment,
} from '#lambda/environment.ts';
import { createStack, synthesize } from './synthesize.ts';
import { resourcesOf, theResource } from './template-parts.ts';

/** Asset hashes change with every line of code, and are no part of the infrastructure. */
const withoutHashes = (template: object): unknown =>
  JSON.parse(JSON.stringify(template).replaceAll(/[0-9a-f]{64}/g, 'ASSET_HASH'));

const nag = (options: object, plant = (_: ReturnType<typeof createStack>): void => {}): readonly string[] => {
  const created = createStack(options);
  plant(created);
  const { violations } = new AwsSolutionsChecks(created.app).validateScope(created.app);
  return violations.map(({ ruleName }) => ruleName);
};

for (const provider of ['bedrock', 'anthropic']) {
  test(`the template with provider ${provider} changes only on purpose (--test-update-snapshots accepts a change)`, (t) => {
    const template = synthesize({ provider }).toJSON();
    t.assert.fileSnapshot(withoutHashes(template), join(import.meta.dirname, `template-${provider}.json`));
  });
}

const variants = [
  { provider: 'bedrock' },
  { provider: 'anthropic' },
  { provider: 'bedrock', gate: 'function' },
  { provider: 'anthropic', gate: 'runner' },
  { provider: 'bedrock', network: 'isolated' },
  { removalPolicy: 'destroy', settings: { allowedOrigin: 'https://console.example.com', retentionDays: 30 } },
];

for (const options of variants) {
  test(`cdk-nag finds nothing unexplained with ${JSON.stringify(options)}`, () => {
    assert.deepEqual(nag(options), []);
  });
}

for (const options of variants) {
  test(`CloudFormation's rules are kept with ${JSON.stringify(options)}`, () => {
    assert.doesNotThrow(() => createStack(options, true).app.synth());
  });
}

test('fails the check of these rules when a resource breaks one', (t) => {
  const { app, stack } = createStack({}, true);
  new CfnResource(stack, 'Planted', { type: 'AWS::S3::Bucket', properties: { NoSuchProperty: true } });
  const said = t.mock.method(console, 'error', () => {});
  assert.throws(() => app.synth());
  assert.match(JSON.stringify(said.mock.calls), /NoSuchProperty/);
});

test('fails a cdk-nag check when a bucket is added without protection', () => {
  const found = nag({}, ({ stack }) => new Bucket(stack, 'Planted'));
  assert.ok(found.includes('AwsSolutions-S10'), `got ${found.join(', ')}`);
});

const MODEL_VARIABLES = {
  MODEL_PROVIDER: true,
  ANTHROPIC_SECRET_ARN: true,
  ANTHROPIC_BASE_URL: true,
  BEDROCK_REGION: true,
  BEDROCK_PROFILE: true,
  SETTINGS: true,
} as const;

const run: Record<keyof RunEnvironment, true> = {
  ...MODEL_VARIABLES,
  TABLE_NAME: true,
  BODY_BUCKET_NAME: true,
  RUNNER_FUNCTION_NAME: true,
  GATE_URL: true,
};
const queues = { WORK_QUEUE_URL: true, WEBHOOK_QUEUE_URL: true } as const;
const scheduler = { SCHEDULE_GROUP_NAME: true, SCHEDULE_ROLE_ARN: true } as const;
const api: Record<keyof ApiEnvironment, true> = { ...run, ...queues, ...scheduler, SCHEDULE_QUEUE_URL: true };
const worker: Record<keyof WorkerEnvironment, true> = { ...run, ...queues };
const schedules: Record<keyof SchedulesEnvironment, true> = {
  TABLE_NAME: true,
  BODY_BUCKET_NAME: true,
  WORK_QUEUE_URL: true,
  SETTINGS: true,
};
const webhooks: Record<keyof WebhooksEnvironment, true> = {
  ...scheduler,
  TABLE_NAME: true,
  WEBHOOK_QUEUE_URL: true,
};
const gate: Record<keyof GateEnvironment, true> = { ...MODEL_VARIABLES, TABLE_NAME: true };
const authorizer: Record<keyof AuthorizerEnvironment, true> = {
  TABLE_NAME: true,
  TOKEN_ISSUER: true,
  TOKEN_CLIENT_IDS: true,
  SCOPE_PREFIX: true,
  USAGE_IDENTIFIER_KEYS: true,
  SETTINGS: true,
};
const admin: Record<keyof AdminEnvironment, true> = {
  TABLE_NAME: true,
  BODY_BUCKET_NAME: true,
  SETTINGS: true,
  SCHEDULE_GROUP_NAME: true,
  USAGE_PLAN_PREFIX: true,
};
const sweeper: Record<keyof SweeperEnvironment, true> = { ...queues, TABLE_NAME: true, BODY_BUCKET_NAME: true };
const common = {
  ...{ ApiFunction: api, WorkerFunction: worker, ScheduleFunction: schedules, WebhookFunction: webhooks },
  ...{ AuthorizerFunction: authorizer, AdminFunction: admin, SweeperFunction: sweeper },
};

for (const [where, declared] of Object.entries({ runner: common, function: { ...common, GateFunction: gate } })) {
  test(`each function is given exactly the variables that it declares, with gate ${where}`, () => {
    const template = synthesize({ gate: where });
    for (const [id, variables] of Object.entries(declared)) {
      const [, { Properties }] = theResource(template, 'AWS::Lambda::Function', id);
      const { NODE_OPTIONS, ...given } = Properties.Environment.Variables;
      assert.deepEqual(Object.keys(given).sort(), Object.keys(variables).sort(), id);
    }
  });
}

test('the functions are given the overrides of the settings, and not the defaults', () => {
  const template = synthesize({ settings: { retentionDays: 7 } });
  for (const id of ['ApiFunction', 'WorkerFunction', 'ScheduleFunction', 'AuthorizerFunction', 'AdminFunction']) {
    const [, { Properties }] = theResource(template, 'AWS::Lambda::Function', id);
    assert.equal(Properties.Environment.Variables.SETTINGS, '{"retentionDays":7}');
  }
});

test('the secret of the Anthropic key exists only if Anthropic is the provider, and holds no key', () => {
  assert.equal(resourcesOf(synthesize({ provider: 'bedrock' }), 'AWS::SecretsManager::Secret').length, 0);
  const [, secret] = theResource(synthesize({ provider: 'anthropic' }), 'AWS::SecretsManager::Secret');
  assert.deepEqual(secret.Properties.GenerateSecretString, {});
});

test('the outputs say where the API is and how to get a token', () => {
  const outputs = Object.keys(synthesize({ provider: 'anthropic' }).findOutputs('*'));
  for (const name of [
    'Url',
    'TokenUrl',
    'UserPoolId',
    'MachineClientId',
    'ConsoleClientId',
    'Region',
    'AnthropicSecretArn',
  ]) {
    assert.ok(outputs.includes(name), `${name} is not among ${outputs.join(', ')}`);
  }
});

test('prompts that a crash left are ended every five minutes', () => {
  const [, rule] = theResource(synthesize({}), 'AWS::Events::Rule');
  assert.equal(rule.Properties.ScheduleExpression, 'rate(5 minutes)');
  assert.match(rule.Properties.Targets[0].Arn['Fn::GetAtt'][0], /^SweeperFunction/);
});

test('no sweep is under way when the next begins, however late it was begun', () => {
  const template = synthesize({});
  const [sweeperId, { Properties }] = theResource(template, 'AWS::Lambda::Function', 'SweeperFunction');
  const [, rule] = theResource(template, 'AWS::Events::Rule');
  const [, invocations] = theResource(template, 'AWS::Lambda::EventInvokeConfig');
  const { MaximumEventAgeInSeconds, MaximumRetryAttempts, FunctionName } = invocations.Properties;
  const delivery = rule.Properties.Targets[0].RetryPolicy;
  assert.equal(FunctionName.Ref, sweeperId);
  assert.deepEqual([MaximumRetryAttempts, delivery.MaximumRetryAttempts], [0, 0]);
  assert.ok(delivery.MaximumEventAgeInSeconds + MaximumEventAgeInSeconds + Properties.Timeout <= 300);
});
