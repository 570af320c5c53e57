import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createS3ObjectStore } from '#adapters/s3/s3-object-store.ts';
import { awsClientConfig } from '#test/fakes/aws-client-config.ts';
import { startLoopbackServer } from '#test/fakes/loopback-server.ts';

// What it promises as a store is run against moto (test/moto).

const objects = createS3ObjectStore('bucket', awsClientConfig('https://s3.us-east-1.amazonaws.com'));

test('an upload URL has the size signed, and no checksum of a body that is not there yet', async () => {
  const url = new URL(await objects.uploadUrl({ key: 'files/a', bytes: 3, expiresInSeconds: 60 }));
  assert.equal(url.searchParams.get('X-Amz-SignedHeaders'), 'content-length;host');
  assert.equal(url.searchParams.get('X-Amz-Expires'), '60');
  assert.ok(![...url.searchParams.keys()].some((name) => name.includes('checksum')), url.search);
});

test('an object that may not be seen is not there: S3 does not say more to those who may not list', async (t) => {
  const { endpoint, close } = await startLoopbackServer(async (_, response) => void response.writeHead(403).end());
  t.after(close);
  const denied = createS3ObjectStore('bucket', { ...awsClientConfig(endpoint), forcePathStyle: true });
  assert.equal(await denied.sizeBytes('files/a'), undefined);
});

test('fails to tell the size of an object while S3 fails', async (t) => {
  const { endpoint, close } = await startLoopbackServer(async (_, response) => void response.writeHead(500).end());
  t.after(close);
  const config = { ...awsClientConfig(endpoint), forcePathStyle: true, maxAttempts: 1 };
  await assert.rejects(createS3ObjectStore('bucket', config).sizeBytes('files/a'));
});
