import { RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** The role of one function, which may write to the function's own log group and do nothing else until granted. */
export class FunctionRole extends iam.Role {
  readonly logGroup: logs.LogGroup;

  /** @param retention days until log lines are deleted. */
  constructor(scope: Construct, id: string, retention: logs.RetentionDays) {
    super(scope, id, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup = new logs.LogGroup(this, 'Logs', { retention, removalPolicy: RemovalPolicy.DESTROY });
    this.logGroup.grantWrite(this);
  }
}
