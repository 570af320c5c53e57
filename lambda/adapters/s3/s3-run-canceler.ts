import { GetObjectCommand, PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

/** Tells runs that are carried out elsewhere to end. */
export interface RunCanceler {
  /** What is there as soon as the run was canceled; may be asked for as long as that. */
  urlOf(runId: string, validForSeconds: number): Promise<string>;
  /** Never rejects: a run that cannot be told goes on to its end. Safe to repeat. */
  cancel(runId: string): Promise<void>;
}

export interface S3RunCancelerOptions extends S3ClientConfig {
  readonly bucketName: string;
  /** Told of a run that could not be told. */
  readonly report: (message: string, error: unknown) => void;
}

/** The object that is there exactly if the run was canceled. A lifecycle rule of the bucket deletes it after a day. */
export const cancelKey = (runId: string): string => `cancel/${runId}`;

/** Cancels runs by an object each, which whoever has its presigned URL can look for, without any permission. */
export const createS3RunCanceler = ({ bucketName, report, ...config }: S3RunCancelerOptions): RunCanceler => {
  const client = new S3Client({
    ...config,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });
  const objectOf = (runId: string) => ({ Bucket: bucketName, Key: cancelKey(runId) });
  return {
    urlOf: (runId, validForSeconds) =>
      getSignedUrl(client, new GetObjectCommand(objectOf(runId)), { expiresIn: validForSeconds }),
    cancel: async (runId) => {
      try {
        await client.send(new PutObjectCommand({ ...objectOf(runId), Body: 'canceled' }));
      } catch (error) {
        report('a canceled run goes on, as it could not be told', error);
      }
    },
  };
};
