import { after, suite } from 'node:test';
import { createS3BodyStore } from '#adapters/s3/s3-body-store.ts';
import { testBodyStore } from '#test/contracts/body-store-contract.ts';
import { awsClientConfig } from '#test/fakes/aws-client-config.ts';
import { startS3Edge } from '#test/fakes/s3-edge.ts';

const { endpoint, close } = await startS3Edge();
after(close);

suite('S3 body store', () =>
  testBodyStore(() => createS3BodyStore('bodies', { ...awsClientConfig(endpoint), forcePathStyle: true })));
