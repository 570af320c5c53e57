import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { CreateBucketCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { createS3ObjectStore } from '#adapters/s3/s3-object-store.ts';
import { testObjectStore } from '#test/contracts/object-store-contract.ts';
import { awsClientConfig } from '#test/fakes/aws-client-config.ts';

const baseUrl = process.env['MOTO_URL'] ?? '';
const config = { ...awsClientConfig(baseUrl), forcePathStyle: true };
const client = new S3Client(config);
after(() => client.destroy());
await client.send(new CreateBucketCommand({ Bucket: 'objects' }));
const objects = createS3ObjectStore('objects', config);

suite('S3 object store', () => testObjectStore(objects, { baseUrl }));

test('what breaks off in the middle of its parts leaves none of them', async () => {
  const breaking = async function* () {
    for (let megabytes = 0; megabytes < 12; megabytes += 1) yield Buffer.alloc(1024 * 1024, 'x');
    throw new Error('it breaks off');
  };
  await assert.rejects(objects.write('files/parts', breaking()), /it breaks off/);
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: 'objects' }));
  assert.deepEqual(Uploads, []);
});
