import { RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { TABLE_SCHEMA } from '#lambda/table-schema.ts';

const key = (name: string): dynamodb.Attribute => ({ name, type: dynamodb.AttributeType.STRING });

/** Creates the one table. @param isKept whether it outlives the stack. */
export const createTable = (scope: Construct, isKept: boolean): dynamodb.TableV2 => {
  const { partitionKey, sortKey, openIndex, ttlAttribute } = TABLE_SCHEMA;
  return new dynamodb.TableV2(scope, 'Table', {
    partitionKey: key(partitionKey),
    sortKey: key(sortKey),
    globalSecondaryIndexes: [
      {
        indexName: openIndex.name,
        partitionKey: key(openIndex.partitionKey),
        sortKey: key(openIndex.sortKey),
        projectionType: dynamodb.ProjectionType.KEYS_ONLY,
      },
    ],
    billing: dynamodb.Billing.onDemand(),
    timeToLiveAttribute: ttlAttribute,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    encryption: dynamodb.TableEncryptionV2.awsManagedKey(),
    deletionProtection: isKept,
    removalPolicy: isKept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
};
