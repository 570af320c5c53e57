import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancelKey } from '#adapters/s3/s3-run-canceler.ts';
import { fileKey } from '#core/files/stored-file.ts';
import { synthesize } from './synthesize.ts';
import { theResource } from './template-parts.ts';

const template = synthesize({ settings: { retentionDays: 30 } });

test('the table is encrypted, can be restored to any second, and is not deleted by mistake', () => {
  const [, table] = theResource(template, 'AWS::DynamoDB::GlobalTable');
  const [replica] = table.Properties.Replicas;
  assert.deepEqual(table.Properties.SSESpecification, { SSEEnabled: true, SSEType: 'KMS' });
  assert.equal(replica.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled, true);
  assert.equal(replica.DeletionProtectionEnabled, true);
  assert.equal(table.DeletionPolicy, 'Retain');
});

test('the table is paid by request and forgets what has expired', () => {
  const [, { Properties }] = theResource(template, 'AWS::DynamoDB::GlobalTable');
  assert.equal(Properties.BillingMode, 'PAY_PER_REQUEST');
  assert.deepEqual(Properties.TimeToLiveSpecification, { AttributeName: 'expiresAtSeconds', Enabled: true });
});

test('the bucket is private, encrypted, and refuses plain HTTP', () => {
  const [bucketId, { Properties }] = theResource(template, 'AWS::S3::Bucket');
  assert.deepEqual(Properties.PublicAccessBlockConfiguration, {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  });
  assert.ok(Properties.BucketEncryption);
  const [, policy] = theResource(template, 'AWS::S3::BucketPolicy');
  assert.deepEqual(policy.Properties.Bucket, { Ref: bucketId });
  const [statement] = policy.Properties.PolicyDocument.Statement;
  assert.deepEqual(
    { effect: statement.Effect, action: statement.Action, condition: statement.Condition },
    { effect: 'Deny', action: 's3:*', condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  );
});

/** After how many days objects are deleted whose names begin so; '' is all others. */
const lifetimes = (retentionDays: number): ReadonlyMap<string, number> => {
  const [, { Properties }] = theResource(synthesize({ settings: { retentionDays } }), 'AWS::S3::Bucket');
  const rules: { Prefix?: string; ExpirationInDays: number }[] = Properties.LifecycleConfiguration.Rules;
  return new Map(rules.map(({ Prefix = '', ExpirationInDays }) => [Prefix, ExpirationInDays]));
};

test('what belongs to a record is deleted with it, a file two days after it has expired, all else with the later', () => {
  for (const [retentionDays, fileDays, allDays] of [
    [7, 9, 9],
    [30, 32, 32],
    [90, 32, 90],
  ] as const) {
    const days = lifetimes(retentionDays);
    for (const prefix of ['prompts/', 'texts/', 'events/']) assert.equal(days.get(prefix), retentionDays, prefix);
    assert.deepEqual([days.get(fileKey('')), days.get('')], [fileDays, allDays]);
  }
});

test('answers kept for an Idempotency-Key are deleted soon after that is forgotten, what cancels a run after a day', () => {
  const days = lifetimes(90);
  assert.deepEqual([days.get('idempotency/'), days.get(cancelKey(''))], [2, 1]);
});

test('what was uploaded in part is deleted after a day', () => {
  const [, { Properties }] = theResource(template, 'AWS::S3::Bucket');
  const [{ Prefix, AbortIncompleteMultipartUpload }] = Properties.LifecycleConfiguration.Rules;
  assert.deepEqual([Prefix, AbortIncompleteMultipartUpload], [undefined, { DaysAfterInitiation: 1 }]);
});

test('pages of the allowed origin, and no others, may read and write files by presigned URLs', () => {
  const [, { Properties }] = theResource(
    synthesize({ settings: { allowedOrigin: 'https://console.example.com' } }),
    'AWS::S3::Bucket',
  );
  const [rule, ...others] = Properties.CorsConfiguration.CorsRules;
  assert.deepEqual(
    [rule.AllowedOrigins, rule.AllowedMethods, others],
    [['https://console.example.com'], ['GET', 'PUT'], []],
  );
});

test('a trial deployment can be deleted whole', () => {
  const trial = synthesize({ removalPolicy: 'destroy' });
  for (const type of ['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::Cognito::UserPool']) {
    assert.equal(theResource(trial, type)[1].DeletionPolicy, 'Delete', type);
  }
});
