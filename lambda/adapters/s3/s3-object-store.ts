import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { attachment, JSONL_TYPE } from '#core/files/attachment.ts';
import type { ByteRange, ObjectStore } from '#core/files/object-store.ts';

/** Parts of 5 MB, S3's least, that are under way at once. */
const PARTS_AT_ONCE = 2;

const toRange = ({ offsetBytes, lengthBytes }: ByteRange): string =>
  `bytes=${offsetBytes}-${lengthBytes === undefined ? '' : offsetBytes + lengthBytes - 1}`;

/**
 * S3 tells a missing object by 403 to those who may not list the bucket, as nobody may here.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 */
const isMissing = (error: unknown): boolean =>
  error instanceof S3ServiceException && [403, 404].includes(error.$metadata.httpStatusCode ?? 0);

/** Keeps objects in a bucket, whose lifecycle rule deletes them. Its URLs are presigned with the role of the function. */
export const createS3ObjectStore = (bucketName: string, config: S3ClientConfig = {}): ObjectStore => {
  const client = new S3Client({
    // Else a presigned PUT would be of the checksum of an empty body.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    ...config,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
  });
  const at = (Key: string) => ({ Bucket: bucketName, Key });
  return {
    write: async (key, chunks) => {
      const params = { ...at(key), Body: Readable.from(chunks), ContentType: JSONL_TYPE };
      await new Upload({ client, params, queueSize: PARTS_AT_ONCE }).done();
    },

    async *read(key, range) {
      const { Body } = await client.send(new GetObjectCommand({ ...at(key), ...(range && { Range: toRange(range) }) }));
      if (!Body) throw new Error(`S3 answered without the body of "${key}"`);
      yield* Body as Readable;
    },

    sizeBytes: async (key) => {
      try {
        return (await client.send(new HeadObjectCommand(at(key)))).ContentLength;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },

    delete: async (key) => {
      await client.send(new DeleteObjectCommand(at(key)));
    },

    uploadUrl: ({ key, bytes, expiresInSeconds }) =>
      getSignedUrl(client, new PutObjectCommand({ ...at(key), ContentLength: bytes }), { expiresIn: expiresInSeconds }),

    downloadUrl: ({ key, filename, expiresInSeconds }) => {
      const command = new GetObjectCommand({
        ...at(key),
        ResponseContentDisposition: attachment(filename),
        ResponseContentType: JSONL_TYPE,
      });
      return getSignedUrl(client, command, { expiresIn: expiresInSeconds });
    },
  };
};
