import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createS3RunCanceler } from '#adapters/s3/s3-run-canceler.ts';
import { awsClientConfig } from '#test/fakes/aws-client-config.ts';
import { startS3Edge } from '#test/fakes/s3-edge.ts';

const start = async (t: TestContext) => {
  const edge = await startS3Edge();
  t.after(() => edge.close());
  const reports: string[] = [];
  const canceler = createS3RunCanceler({
    ...{ bucketName: 'bodies', forcePathStyle: true, maxAttempts: 1, ...awsClientConfig(edge.endpoint) },
    report: (message) => reports.push(message),
  });
  return { edge, canceler, reports };
};

test('there is something at the URL of a run that was canceled, and at no other', async (t) => {
  const { canceler, reports } = await start(t);
  const [url, other] = await Promise.all(['prompt_1', 'prompt_2'].map((runId) => canceler.urlOf(runId, 60)));
  const statuses = () => Promise.all([url, other].map(async (each) => (await fetch(each ?? '')).status));
  assert.deepEqual(await statuses(), [404, 404]);
  await canceler.cancel('prompt_1');
  await canceler.cancel('prompt_1');
  assert.deepEqual(await statuses(), [200, 404]);
  assert.deepEqual(reports, []);
});

test('the URL is a permission for that one object, and for a time', async (t) => {
  const { canceler } = await start(t);
  const { pathname, searchParams } = new URL(await canceler.urlOf('prompt_1', 900));
  assert.equal(pathname, '/bodies/cancel/prompt_1');
  assert.equal(searchParams.get('X-Amz-Expires'), '900');
  assert.ok(searchParams.get('X-Amz-Signature'));
});

test('a run that cannot be canceled is reported, and fails nobody', async (t) => {
  const { edge, canceler, reports } = await start(t);
  await edge.close();
  await canceler.cancel('prompt_1');
  assert.equal(reports.length, 1);
});
