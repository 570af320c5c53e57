import { Stack, Validations } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type {
  ApiEnvironment,
  AuthorizerEnvironment,
  GateEnvironment,
  WebhooksEnvironment,
} from '#lambda/environment.ts';
import { TABLE_SCHEMA } from '#lambda/table-schema.ts';
import { createBodyBucket, PREFIXES } from './body-bucket.ts';
import type { Config } from './config.ts';
import type { NodeFunction } from './node-function.ts';
import { createTable } from './table.ts';

type StorageEnvironment = Pick<ApiEnvironment, 'TABLE_NAME' | 'BODY_BUCKET_NAME'>;

/**
 * The table, and the bucket of what is too large for it: texts, kept answers, files.
 *
 * Grants name exactly what the adapters call.
 */
export class Storage extends Construct {
  readonly table: dynamodb.TableV2;
  readonly bucket: s3.Bucket;
  /** The objects by which runs are canceled (lambda/adapters/s3/s3-run-canceler.ts). */
  readonly cancellationsArn: string;

  constructor(scope: Construct, id: string, { removalPolicy, settings }: Config) {
    super(scope, id);
    const isKept = removalPolicy === 'retain';
    this.table = createTable(this, isKept);
    this.bucket = createBodyBucket(this, isKept, settings);
    this.cancellationsArn = this.bucket.arnForObjects(`${PREFIXES.cancellations}*`);
    const bucketId = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as s3.CfnBucket);
    for (const prefix of ['', PREFIXES.texts]) {
      Validations.of(Stack.of(this)).acknowledge({
        id: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/${prefix}*]`,
        reason: 'Every object of this one bucket belongs to a record of the table; the functions decide whose.',
      });
    }
  }

  /** Lets the function look up items by their key. */
  grantRead(handler: NodeFunction<Pick<AuthorizerEnvironment, 'TABLE_NAME'>>): void {
    this.#allowOnTable(handler, ['dynamodb:GetItem']);
    handler.setEnvironment({ TABLE_NAME: this.table.tableName });
  }

  /** Lets the function look up and update the grants of runs (lambda/adapters/dynamodb/keys.ts), and no other item. */
  grantMeter(handler: NodeFunction<Pick<GateEnvironment, 'TABLE_NAME'>>): void {
    this.#allowOnPartitions(handler, ['GRANT#*'], ['GetItem', 'UpdateItem']);
    handler.setEnvironment({ TABLE_NAME: this.table.tableName });
  }

  /** Lets the function look up and change webhooks and what they are to be told, and no other item. */
  grantTellWebhooks(handler: NodeFunction<Pick<WebhooksEnvironment, 'TABLE_NAME'>>): void {
    this.#allowOnPartitions(handler, ['WEBHOOKS#*'], ['GetItem', 'PutItem']);
    handler.setEnvironment({ TABLE_NAME: this.table.tableName });
  }

  /** Lets the function look up schedules, make jobs and their texts, and take them back; and reach no other item. */
  grantMakeJobs(handler: NodeFunction<StorageEnvironment>): void {
    this.#allowOnPartitions(handler, ['TENANT#*'], ['GetItem', 'PutItem', 'DeleteItem']);
    this.#allowOnPartitions(handler, ['TEXT#*'], ['PutItem', 'DeleteItem']);
    handler.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['s3:PutObject', 's3:DeleteObject'],
        resources: [this.bucket.arnForObjects(`${PREFIXES.texts}*`)],
      }),
    );
    handler.setEnvironment({ TABLE_NAME: this.table.tableName, BODY_BUCKET_NAME: this.bucket.bucketName });
  }

  /** Lets the function read and write items and texts, but not record or change what administrators did. */
  grantReadWrite(handler: NodeFunction<StorageEnvironment>): void {
    this.#allowItems(handler);
    this.#denyAudit(handler, ['PutItem', 'UpdateItem', 'DeleteItem']);
  }

  /** Lets the function read and write items and texts, and find what the index has of all tenants. */
  grantReadWriteOfAll(handler: NodeFunction<StorageEnvironment>): void {
    this.grantReadWrite(handler);
    this.#allowIndex(handler);
  }

  /** Lets the function do that, and record what administrators did; only its code keeps it from recording over that. */
  grantAdminister(handler: NodeFunction<StorageEnvironment>): void {
    this.#allowItems(handler);
    this.#denyAudit(handler, ['UpdateItem', 'DeleteItem']);
    this.#allowIndex(handler);
  }

  #allowItems(handler: NodeFunction<StorageEnvironment>): void {
    this.#allowOnTable(
      handler,
      ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'].map((name) => `dynamodb:${name}`),
    );
    handler.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['GetObject', 'PutObject', 'AbortMultipartUpload', 'DeleteObject'].map((name) => `s3:${name}`),
        resources: [this.bucket.arnForObjects('*')],
      }),
    );
    handler.setEnvironment({ TABLE_NAME: this.table.tableName, BODY_BUCKET_NAME: this.bucket.bucketName });
  }

  #denyAudit(handler: NodeFunction<StorageEnvironment>, actions: string[]): void {
    handler.addToRolePolicy(
      new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        actions: actions.map((name) => `dynamodb:${name}`),
        resources: [this.table.tableArn],
        conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['AUDIT#*'] } },
      }),
    );
  }

  #allowIndex(handler: NodeFunction<StorageEnvironment>): void {
    handler.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: [`${this.table.tableArn}/index/${TABLE_SCHEMA.openIndex.name}`],
      }),
    );
  }

  /** @param partitions their keys, in which `*` stands for anything. */
  #allowOnPartitions(handler: iam.IGrantable, partitions: string[], actions: string[]): void {
    handler.grantPrincipal.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: actions.map((name) => `dynamodb:${name}`),
        resources: [this.table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions } },
      }),
    );
  }

  /** Not `table.grant`, which adds a wildcard for indexes. */
  #allowOnTable(handler: iam.IGrantable, actions: string[]): void {
    handler.grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources: [this.table.tableArn] }));
  }
}
