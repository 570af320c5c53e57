import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { createS3RunCanceler } from '#adapters/s3/s3-run-canceler.ts';
import { motoClientConfig } from './moto-client-config.ts';

const config = { ...motoClientConfig(), forcePathStyle: true };

test('there is something at the URL of a run that was canceled, and at no other', async (t) => {
  const bucketName = randomUUID();
  const client = new S3Client(config);
  t.after(() => client.destroy());
  await client.send(new CreateBucketCommand({ Bucket: bucketName }));
  const report = (message: string, error: unknown) => assert.fail(`${message}: ${error}`);
  const canceler = createS3RunCanceler({ bucketName, report, ...config });
  const [url = '', other = ''] = await Promise.all(['prompt_1', 'prompt_2'].map((runId) => canceler.urlOf(runId, 60)));
  assert.equal((await fetch(url)).status, 404);
  await canceler.cancel('prompt_1');
  assert.deepEqual([(await fetch(url)).status, (await fetch(other)).status], [200, 404]);
});
