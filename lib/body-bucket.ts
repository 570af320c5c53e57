import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { objectLifetimeSeconds } from '#core/files/file-lifetime.ts';
import type { Settings } from '#core/settings.ts';

/** What the names of objects begin with, by what they are. */
export const PREFIXES = {
  /** Of texts that are too long for the table (lambda/adapters/dynamodb/text-store.ts). */
  texts: 'texts/',
  /** Of objects by which runs are canceled (lambda/adapters/s3/s3-run-canceler.ts). */
  cancellations: 'cancel/',
} as const;

/** Of objects that belong to a record of the table, and go when that does. */
const OF_RECORDS = ['prompts/', PREFIXES.texts, 'events/'];

/** Of presigned URLs. */
const FILE_METHODS = [s3.HttpMethods.GET, s3.HttpMethods.PUT];

/** Creates the bucket of what is too large for the table: texts, kept answers, files. @param isKept whether it outlives the stack. */
export const createBodyBucket = (scope: Construct, isKept: boolean, settings: Settings): s3.Bucket => {
  const { retentionDays, allowedOrigin } = settings;
  const fileDays = Duration.seconds(objectLifetimeSeconds(settings)).toDays();
  const bucket = new s3.Bucket(scope, 'Bodies', {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    encryption: s3.BucketEncryption.S3_MANAGED,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    // Files go to and fro by presigned URLs, which are all that it takes: this only lets pages of a browser use them.
    cors: [{ allowedOrigins: [allowedOrigin], allowedMethods: FILE_METHODS, allowedHeaders: ['*'], maxAge: 3_600 }],
    // Not versioned: a text that its owner deletes must be gone.
    lifecycleRules: [
      // The net under the others, of which the soonest counts.
      {
        expiration: Duration.days(Math.max(retentionDays, fileDays)),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
      ...OF_RECORDS.map((prefix) => ({ prefix, expiration: Duration.days(retentionDays) })),
      { prefix: 'files/', expiration: Duration.days(fileDays) },
      // Answers kept for an Idempotency-Key, which is forgotten after one day.
      { prefix: 'idempotency/', expiration: Duration.days(2) },
      // What a runner looks for to know that its run was canceled.
      { prefix: PREFIXES.cancellations, expiration: Duration.days(1) },
    ],
    removalPolicy: isKept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason:
      'Only functions reach it, or who was given a URL by one, and the API logs who asked; access logs need another bucket.',
  });
  return bucket;
};
