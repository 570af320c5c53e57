import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Template } from 'aws-cdk-lib/assertions';
import { jobKey } from '#adapters/dynamodb/job-keys.ts';
import { auditKey, promptKey, scheduleKey, tenantPk, textKey } from '#adapters/dynamodb/keys.ts';
import { deliveryKey, eventKey, webhookKey } from '#adapters/dynamodb/webhook-keys.ts';
import { synthesize } from './synthesize.ts';
import { actionsOf, listOf, resourcesOf, type Statement, statementsOf, theResource } from './template-parts.ts';

const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const TRACES = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
const ITEMS = ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'];
const WORK = ['lambda:InvokeFunction', 'events:PutEvents', 'sqs:SendMessage'];
const CONSUME = ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage'].map(
  (name) => `sqs:${name}`,
);
const SCHEDULES = [
  'iam:PassRole',
  ...['CreateSchedule', 'DeleteSchedule', 'GetSchedule', 'UpdateSchedule'].map((name) => `scheduler:${name}`),
];
const TEXTS = ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'];

const CALLS = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];
const SECRET = ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'];

/** What must be allowed on every resource: neither traces nor network interfaces have one before they are made. */
const ANYWHERE = /^(xray:Put|ec2:\w+(NetworkInterfaces?|Subnets|PrivateIpAddresses)$)/;

const bedrock = synthesize({ provider: 'bedrock' });
const anthropic = synthesize({ provider: 'anthropic' });
const bedrockByFunction = synthesize({ provider: 'bedrock', gate: 'function' });
const anthropicInRunner = synthesize({ provider: 'anthropic', gate: 'runner' });
const isolated = synthesize({ network: 'isolated' });

const variants = {
  Bedrock: { template: bedrock, provider: 'bedrock' },
  'Bedrock and a gate function': { template: bedrockByFunction, provider: 'bedrock' },
  'Bedrock and an isolated network': { template: isolated, provider: 'bedrock' },
  Anthropic: { template: anthropic, provider: 'anthropic' },
  'Anthropic and the gate in the runner': { template: anthropicInRunner, provider: 'anthropic' },
};

for (const [variant, { template, provider }] of Object.entries(variants)) {
  test(`with ${variant}, nothing is allowed on every resource but what knows no resources`, () => {
    const statements = resourcesOf(template, 'AWS::IAM::Policy').flatMap(
      ([, { Properties }]) => Properties.PolicyDocument.Statement,
    );
    assert.ok(statements.length > 0);
    for (const { Action, Resource } of statements) {
      assert.ok(
        listOf<string>(Action).every((action) => !action.includes('*')),
        `wildcard in ${Action}`,
      );
      if (listOf<unknown>(Resource).includes('*'))
        for (const action of listOf<string>(Action)) assert.match(action, ANYWHERE);
    }
  });

  test(`with ${variant}, no function has a policy that AWS wrote`, () => {
    for (const [id, role] of resourcesOf(template, 'AWS::IAM::Role')) {
      const isOfGateway = id.startsWith('RestApiCloudWatchRole');
      assert.equal(role.Properties.ManagedPolicyArns?.length ?? 0, isOfGateway ? 1 : 0, id);
      assert.equal(role.Properties.Policies, undefined, id);
    }
  });

  test(`with ${variant}, the api and the worker function alone may invoke the runner`, () => {
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
    assert.deepEqual(invocations, [permission, permission]);
    assert.deepEqual(mayDo(template, 'lambda:'), ['ApiFunction', 'WorkerFunction']);
    const invokable = resourcesOf(template, 'AWS::Lambda::Permission').map(([, { Properties }]) =>
      JSON.stringify(Properties),
    );
    assert.ok(!invokable.some((text) => text.includes(runnerId)), 'a resource policy lets somebody invoke the runner');
  });

  test(`with ${variant}, the runner holds no secret and each tenant has environments of its own`, () => {
    const [, runner] = theResource(template, 'AWS::Lambda::Function', 'Runner');
    assert.deepEqual(runner.Properties.TenancyConfig, { TenantIsolationMode: 'PER_TENANT' });
    assert.deepEqual(runner.Properties.Environment, { Variables: { MODEL_PROVIDER: provider } });
  });
}

test('with Bedrock, the runner may write its own logs and call the models offered, and nothing else', () => {
  assert.deepEqual(actionsOf(bedrock, 'Runner'), [...CALLS, ...LOGS]);
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

for (const [what, template] of Object.entries({ anthropic, anthropicInRunner, bedrockByFunction })) {
  test(`without a model to sign for, the runner may write its own logs and nothing else (${what})`, () => {
    assert.deepEqual(actionsOf(template, 'Runner'), LOGS);
  });
}

const FUNCTIONS = [
  ...['ApiFunction', 'WorkerFunction', 'ScheduleFunction', 'WebhookFunction', 'SweeperFunction'],
  ...['AuthorizerFunction', 'AdminFunction', 'GateFunction', 'Runner'],
];

/** The functions that may do something whose name begins so. */
const mayDo = (template: Template, action: string): readonly string[] =>
  FUNCTIONS.filter(
    (id) =>
      resourcesOf(template, 'AWS::Lambda::Function').some(([logicalId]) => logicalId.startsWith(id)) &&
      actionsOf(template, id).some((name) => name.startsWith(action)),
  );

test('the function that the gate is in, and no other, may read the key or call models', () => {
  assert.deepEqual(mayDo(anthropic, 'secretsmanager:'), ['GateFunction']);
  assert.deepEqual(mayDo(anthropicInRunner, 'secretsmanager:'), ['ApiFunction', 'WorkerFunction']);
  assert.deepEqual(mayDo(bedrock, 'secretsmanager:'), []);
  assert.deepEqual(mayDo(bedrockByFunction, 'bedrock:'), ['GateFunction']);
  assert.deepEqual(mayDo(bedrock, 'bedrock:'), ['Runner']);
  assert.deepEqual(mayDo(anthropic, 'bedrock:'), []);
});

test('the gate function may meter runs, and call the model or read the key for that, and nothing else', () => {
  const meter = ['dynamodb:GetItem', 'dynamodb:UpdateItem'];
  assert.deepEqual(actionsOf(bedrockByFunction, 'GateFunction'), [...CALLS, ...meter, ...LOGS, ...TRACES]);
  assert.deepEqual(actionsOf(anthropic, 'GateFunction'), [...meter, ...LOGS, ...SECRET, ...TRACES]);
});

test('the api function may read and write items and texts, tell of budgets, ask the runner, send work and schedule it', () => {
  const actions = [...ITEMS, ...LOGS, ...TEXTS, ...TRACES, ...WORK, ...SCHEDULES];
  assert.deepEqual(actionsOf(bedrock, 'ApiFunction'), actions.sort());
});

test('the worker function may do what the api function may but schedule, and take work from its queue', () => {
  const actions = [...ITEMS, ...LOGS, ...TEXTS, ...TRACES, ...WORK, ...CONSUME];
  assert.deepEqual(actionsOf(bedrock, 'WorkerFunction'), actions.sort());
});

test('the schedule function makes jobs, of the items and texts of tenants, and sends them, and runs nothing', () => {
  const items = ['DeleteItem', 'GetItem', 'PutItem'].map((name) => `dynamodb:${name}`);
  const actions = [...items, ...LOGS, 's3:DeleteObject', 's3:PutObject', ...TRACES, ...CONSUME, 'sqs:SendMessage'];
  assert.deepEqual(actionsOf(bedrock, 'ScheduleFunction'), actions.sort());
  const reached = statementsOf(bedrock, 'ScheduleFunction').flatMap(({ Action, Condition }) => {
    const { 'dynamodb:LeadingKeys': keys } = Condition?.['ForAllValues:StringLike'] ?? {};
    return keys ? [[listOf(keys), listOf(Action).toSorted()]] : [];
  });
  assert.deepEqual(reached, [
    [[tenantPk('*')], items],
    [
      [textKey({ tenantId: 'ten_1', name: 'x' }).pk.replace('ten_1#x', '*')],
      ['dynamodb:DeleteItem', 'dynamodb:PutItem'],
    ],
  ]);
  for (const { pk } of [scheduleKey('ten_1', 'sch_1'), jobKey('ten_1', 'job_1')]) assert.equal(pk, tenantPk('ten_1'));
});

test('the webhook function reaches webhooks and what they are to be told, its queue, and nothing else', () => {
  const actions = [
    ...['dynamodb:GetItem', 'dynamodb:PutItem'],
    ...LOGS,
    ...TRACES,
    ...CONSUME,
    'sqs:SendMessage',
    'iam:PassRole',
    'scheduler:CreateSchedule',
  ];
  assert.deepEqual(actionsOf(bedrock, 'WebhookFunction'), actions.sort());
});

test('the webhook function cannot reach an item of any other kind: those that it needs have partitions of their own', () => {
  const [items, ...others] = statementsOf(bedrock, 'WebhookFunction').filter(({ Action }) =>
    listOf(Action).some((action) => action.startsWith('dynamodb:')),
  );
  assert.deepEqual(others, []);
  const { 'dynamodb:LeadingKeys': keys } = items?.Condition?.['ForAllValues:StringLike'] ?? {};
  const [prefix = '', ...otherKeys] = listOf(keys as string).map((key) => key.replace(/\*$/, ''));
  assert.deepEqual(otherKeys, []);
  for (const { pk } of [
    webhookKey('ten_1', 'wh_1'),
    eventKey('ten_1', 1, 'evt_1'),
    deliveryKey('ten_1', 'wh_1', 'dlv_1'),
  ]) {
    assert.ok(pk.startsWith(prefix), pk);
  }
  assert.ok(!promptKey('ten_1', 'prompt_1').pk.startsWith(prefix));
});

/** To which queues the role may send, by how their logical ids begin. */
const sendsTo = (statements: readonly Statement[]): readonly string[] =>
  statements
    .filter(({ Action }) => listOf(Action).includes('sqs:SendMessage'))
    .flatMap(({ Resource }) => listOf(Resource as { 'Fn::GetAtt': [string] }))
    .map((resource) => /^(?:Work|Schedule|Webhook)Queue(?:DeadLetters)?/.exec(resource['Fn::GetAtt'][0])?.[0] ?? '');

test('nobody may send to a queue but those whose work it is', () => {
  const senders = FUNCTIONS.filter((id) => id !== 'GateFunction').map((id) => [
    id,
    sendsTo(statementsOf(bedrock, id)).toSorted(),
  ]);
  assert.deepEqual(
    senders.filter(([, queues]) => queues?.length),
    [
      ['ApiFunction', ['WebhookQueue', 'WorkQueue']],
      ['WorkerFunction', ['WebhookQueue', 'WorkQueue']],
      ['ScheduleFunction', ['WorkQueue']],
      ['WebhookFunction', ['WebhookQueue']],
      ['SweeperFunction', ['WebhookQueue', 'WorkQueue']],
    ],
  );
});

test('each function takes messages from its own queue only', () => {
  for (const [id, queue] of [
    ['WorkerFunction', 'WorkQueue'],
    ['ScheduleFunction', 'ScheduleQueue'],
    ['WebhookFunction', 'WebhookQueue'],
  ] as const) {
    const [statement, ...others] = statementsOf(bedrock, id).filter(({ Action }) =>
      Action.includes('sqs:ReceiveMessage'),
    );
    assert.deepEqual(others, []);
    assert.match(
      JSON.stringify(statement?.Resource),
      new RegExp(`^\\{"Fn::GetAtt":\\["${queue}[0-9A-F]{8}","Arn"\\]\\}$`),
    );
  }
  assert.deepEqual(mayDo(bedrock, 'sqs:ReceiveMessage'), ['WorkerFunction', 'ScheduleFunction', 'WebhookFunction']);
});

const schedulingOf = (id: string): readonly Statement[] =>
  statementsOf(bedrock, id).filter(({ Action }) => listOf(Action).some((action) => action.startsWith('scheduler:')));

test('the api function makes schedules of jobs, the webhook function of what webhooks are told, and no other any', () => {
  assert.deepEqual(mayDo(bedrock, 'scheduler:Create'), ['ApiFunction', 'WebhookFunction']);
  assert.deepEqual(mayDo(bedrock, 'iam:'), ['ApiFunction', 'WebhookFunction']);
  for (const [id, queue] of [
    ['ApiFunction', 'ScheduleQueue'],
    ['WebhookFunction', 'WebhookQueue'],
  ] as const) {
    const [groupId, group] = theResource(bedrock, 'AWS::Scheduler::ScheduleGroup', queue);
    const [roleId, role] = theResource(bedrock, 'AWS::IAM::Role', `${queue}Schedules`);
    const [pass, ...others] = statementsOf(bedrock, id).filter(({ Action }) => listOf(Action).includes('iam:PassRole'));
    assert.deepEqual(others, []);
    for (const { Resource } of schedulingOf(id)) {
      assert.match(JSON.stringify(Resource), new RegExp(`:schedule/${group.Properties.Name}/\\*"`));
    }
    assert.deepEqual(pass?.Resource, { 'Fn::GetAtt': [roleId, 'Arn'] });
    assert.deepEqual(pass?.Condition, { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } });

    const [trust, ...otherTrust] = role.Properties.AssumeRolePolicyDocument.Statement;
    assert.deepEqual([trust.Principal, otherTrust], [{ Service: 'scheduler.amazonaws.com' }, []]);
    assert.deepEqual(trust.Condition.StringEquals, {
      'aws:SourceAccount': { Ref: 'AWS::AccountId' },
      'aws:SourceArn': { 'Fn::GetAtt': [groupId, 'Arn'] },
    });
    const sending = resourcesOf(bedrock, 'AWS::IAM::Policy')
      .filter(([, { Properties }]) => Properties.Roles[0].Ref === roleId)
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
    assert.deepEqual([sending.map(({ Action }) => Action), sendsTo(sending)], [['sqs:SendMessage'], [queue]]);
  }
});

test('the authorizer may look up items and nothing else', () => {
  assert.deepEqual(actionsOf(bedrock, 'AuthorizerFunction'), ['dynamodb:GetItem', ...LOGS, ...TRACES]);
});

test('the admin function may use table, index and bucket, manage keys in usage plans, and delete schedules of jobs', () => {
  const keys = ['apigateway:DELETE', 'apigateway:GET', 'apigateway:POST'];
  const actions = [...keys, ...ITEMS, ...LOGS, ...TEXTS, ...TRACES, 'scheduler:DeleteSchedule'];
  assert.deepEqual(actionsOf(bedrock, 'AdminFunction'), actions.sort());
  const [, group] = theResource(bedrock, 'AWS::Scheduler::ScheduleGroup', 'ScheduleQueue');
  const [scheduling, ...others] = schedulingOf('AdminFunction');
  assert.deepEqual(others, []);
  assert.match(JSON.stringify(scheduling?.Resource), new RegExp(`:schedule/${group.Properties.Name}/\\*"`));
  assert.deepEqual(mayDo(bedrock, 'apigateway:'), ['AdminFunction']);
});

test('the admin function reaches API keys, and of each usage plan nothing but its keys', () => {
  const reached = statementsOf(bedrock, 'AdminFunction')
    .filter(({ Action }) => listOf(Action).some((action) => action.startsWith('apigateway:')))
    .flatMap(({ Resource }) => listOf(Resource))
    .map((resource) => JSON.stringify(resource).replaceAll(/\{"Ref":"UsagePlans\w+"\}/g, '<plan>'))
    .map((text) => text.replaceAll(/[",[\]{}]/g, '').replace(/.*::/, ''));
  assert.deepEqual(
    [...new Set(reached)],
    ['/usageplans', '/apikeys', '/usageplans/<plan>/keys', '/apikeys/*', '/usageplans/<plan>/keys/*'],
  );
});

test('no function may change or delete what administrators did, and only theirs may record it', () => {
  const [prefix] = auditKey('', '').pk.split('#');
  const change = ['dynamodb:DeleteItem', 'dynamodb:UpdateItem'];
  for (const id of ['ApiFunction', 'WorkerFunction', 'AdminFunction', 'SweeperFunction']) {
    const denied = statementsOf(bedrock, id).find(({ Effect }) => Effect === 'Deny');
    const actions = id === 'AdminFunction' ? change : [...change, 'dynamodb:PutItem'].sort();
    assert.deepEqual(listOf(denied?.Action).toSorted(), actions, id);
    assert.deepEqual(denied?.Condition, { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': [`${prefix}#*`] } });
  }
});

test('the sweeper may use the one table, its index, and the one bucket, tell of budgets, and send work', () => {
  const send = ['events:PutEvents', 'sqs:SendMessage'];
  assert.deepEqual(actionsOf(bedrock, 'SweeperFunction'), [...ITEMS, ...send, ...LOGS, ...TEXTS, ...TRACES].sort());
});

test('the functions that look after all tenants, and no others, may query the index', () => {
  const readers = FUNCTIONS.filter((id) => id !== 'GateFunction').filter((id) =>
    statementsOf(bedrock, id).some(({ Resource }) => JSON.stringify(Resource).includes('/index/open')),
  );
  assert.deepEqual(readers, ['SweeperFunction', 'AdminFunction']);
});

test('the functions that settle prompts, and no others, may put events, and only on the default bus', () => {
  assert.deepEqual(mayDo(bedrock, 'events:'), ['ApiFunction', 'WorkerFunction', 'SweeperFunction']);
  for (const id of ['ApiFunction', 'WorkerFunction', 'SweeperFunction']) {
    const [statement, ...others] = statementsOf(bedrock, id).filter(({ Action }) => Action === 'events:PutEvents');
    assert.deepEqual(others, []);
    assert.match(JSON.stringify(statement?.Resource), /:event-bus\/default"/);
  }
});
