import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancelKey } from '#adapters/s3/s3-run-canceler.ts';
import { synthesize } from './synthesize.ts';
import { listOf, resourcesOf, statementsOf, theResource } from './template-parts.ts';

const open = synthesize({});
const isolated = synthesize({ network: 'isolated' });
const [, runner] = theResource(isolated, 'AWS::Lambda::Function', 'Runner');
const [, runnerRole] = theResource(isolated, 'AWS::IAM::Role', 'RunnerRole');
const roleArn = (functionId: string) => ({
  'Fn::GetAtt': [theResource(isolated, 'AWS::IAM::Role', `${functionId}Role`)[0], 'Arn'],
});
const isOfS3 = (serviceName: { 'Fn::Join': [string, string[]] }) => serviceName['Fn::Join'][1].at(-1) === '.s3';
const endpoints = resourcesOf(isolated, 'AWS::EC2::VPCEndpoint').map(([, { Properties }]) => Properties);

test('an open deployment has no network of its own', () => {
  assert.deepEqual(resourcesOf(open, 'AWS::EC2::VPC'), []);
  assert.equal(theResource(open, 'AWS::Lambda::Function', 'Runner')[1].Properties.VpcConfig, undefined);
});

test('an isolated runner is in two subnets, and each tenant still has environments of its own', () => {
  assert.equal(runner.Properties.VpcConfig.SubnetIds.length, 2);
  assert.deepEqual(runner.Properties.TenancyConfig, { TenantIsolationMode: 'PER_TENANT' });
});

test('no other function is in the network', () => {
  const inside = resourcesOf(isolated, 'AWS::Lambda::Function').filter(([, { Properties }]) => Properties.VpcConfig);
  assert.deepEqual(
    inside.map(([id]) => id.startsWith('Runner')),
    [true],
  );
});

test('nothing leads to the internet', () => {
  const ways = ['Route', 'InternetGateway', 'NatGateway', 'EgressOnlyInternetGateway', 'VPCGatewayAttachment', 'EIP'];
  for (const way of ways) assert.deepEqual(resourcesOf(isolated, `AWS::EC2::${way}`), [], way);
});

test('there are endpoints to Bedrock, logs and S3 only, in no other account than this one', () => {
  const services = endpoints.map(({ ServiceName }) => ServiceName['Fn::Join'][1].at(-1));
  assert.deepEqual(services.sort(), ['.bedrock-runtime', '.logs', '.s3']);
  const condition = { ArnEquals: { 'aws:PrincipalArn': roleArn('Runner') } };
  for (const { PolicyDocument, ServiceName } of endpoints) {
    const [statement, ...others] = PolicyDocument.Statement;
    assert.deepEqual(statement.Condition, condition);
    assert.equal(others.length, isOfS3(ServiceName) ? 1 : 0);
  }
});

test('what a run is canceled by can be read with the URLs that the askers have presigned, and nothing else with them', () => {
  const [, statement] = endpoints.find(({ ServiceName }) => isOfS3(ServiceName))?.PolicyDocument.Statement ?? [];
  const [bucketId] = theResource(isolated, 'AWS::S3::Bucket');
  assert.deepEqual([statement.Effect, statement.Action], ['Allow', 's3:GetObject']);
  assert.deepEqual(statement.Resource, {
    'Fn::Join': ['', [{ 'Fn::GetAtt': [bucketId, 'Arn'] }, `/${cancelKey('')}*`]],
  });
  assert.deepEqual(statement.Condition, {
    ArnEquals: { 'aws:PrincipalArn': ['ApiFunction', 'WorkerFunction'].map(roleArn) },
  });
});

test('only HTTPS gets out of the runner, and only the runner gets to an endpoint', () => {
  const [runnerGroupId, runnerGroup] = theResource(isolated, 'AWS::EC2::SecurityGroup', 'NetworkFunction');
  const ports = runnerGroup.Properties.SecurityGroupEgress.map((rule: { FromPort: number }) => rule.FromPort);
  assert.deepEqual(ports, [443]);
  assert.equal(runnerGroup.Properties.SecurityGroupIngress, undefined);
  const ingress = resourcesOf(isolated, 'AWS::EC2::SecurityGroupIngress');
  assert.equal(ingress.length, 2);
  for (const [id, { Properties }] of ingress) {
    assert.deepEqual(Properties.SourceSecurityGroupId, { 'Fn::GetAtt': [runnerGroupId, 'GroupId'] }, id);
  }
});

test('no name is resolved but those of the endpoints', () => {
  const [, group] = theResource(isolated, 'AWS::Route53Resolver::FirewallRuleGroup');
  const rules = group.Properties.FirewallRules.map(({ Action }: { Action: string }) => Action);
  assert.deepEqual(rules, ['ALLOW', 'BLOCK']);
  const [allowed, all] = resourcesOf(isolated, 'AWS::Route53Resolver::FirewallDomainList').map(
    ([, { Properties }]) => Properties.Domains,
  );
  assert.deepEqual(all, ['*']);
  const names = allowed.map((name: { 'Fn::Join': [string, string[]] }) => name['Fn::Join'][1][0]);
  assert.deepEqual(names, ['bedrock-runtime.', 'logs.', 's3.', '*.s3.']);
  theResource(isolated, 'AWS::Route53Resolver::FirewallRuleGroupAssociation');
});

test('what the network takes from the role is denied to the code that runs with it', () => {
  const [allowed, denied, ...others] = statementsOf(isolated, 'Runner').filter(({ Action }) =>
    listOf(Action).some((action) => action.startsWith('ec2:')),
  );
  assert.ok(allowed && denied);
  assert.deepEqual([allowed.Effect, denied.Effect, others], ['Allow', 'Deny', []]);
  assert.deepEqual([denied.Action, denied.Resource], [allowed.Action, allowed.Resource]);
  assert.ok(denied.Condition && 'lambda:SourceFunctionArn' in (denied.Condition['ArnLike'] ?? {}));
  assert.equal(runnerRole.Properties.ManagedPolicyArns, undefined);
});

test('what an isolated runner tries in vain is logged', () => {
  const [, flowLog] = theResource(isolated, 'AWS::EC2::FlowLog');
  assert.equal(flowLog.Properties.TrafficType, 'REJECT');
});
