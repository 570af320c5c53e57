import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import type { BodyStore } from '#core/prompts/body-store.ts';

/** Keeps bodies as objects of a bucket, whose lifecycle rule deletes what nothing points to any more. */
export const createS3BodyStore = (bucketName: string, config: S3ClientConfig = {}): BodyStore => {
  const client = new S3Client({
    ...config,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  });
  return {
    put: async (key, text) => {
      const ContentType = 'text/plain; charset=utf-8';
      await client.send(new PutObjectCommand({ Bucket: bucketName, Key: key, Body: Buffer.from(text), ContentType }));
    },
    get: async (key) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucketName, Key: key }));
      if (!Body) throw new Error(`S3 answered without the body of "${key}"`);
      return Body.transformToString('utf-8');
    },
    delete: async (key) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucketName, Key: key }));
    },
  };
};
