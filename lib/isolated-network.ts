import { Aws, RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Config } from './config.ts';
import { DnsFirewall } from './dns-firewall.ts';

const HTTPS = ec2.Port.tcp(443);

/** What the Lambda service does with the role of a function to place it in a network. */
const INTERFACE_ACTIONS = [
  'CreateNetworkInterface',
  'DescribeNetworkInterfaces',
  'DescribeSubnets',
  'DeleteNetworkInterface',
  'AssignPrivateIpAddresses',
  'UnassignPrivateIpAddresses',
].map((name) => `ec2:${name}`);

/**
 * A network without internet, for a function that runs what nobody has read.
 *
 * Its subnets have no route but to one another and to S3. Names other than the endpoints' are not resolved, for a name
 * that is asked for may carry data. What is tried in vain is logged.
 */
export class IsolatedNetwork extends Construct {
  readonly vpc: ec2.IVpc;
  /** Of the function: nothing gets in, only HTTPS gets out. */
  readonly securityGroup: ec2.SecurityGroup;
  readonly #s3: ec2.GatewayVpcEndpoint;
  readonly #endpoints: readonly (ec2.InterfaceVpcEndpoint | ec2.GatewayVpcEndpoint)[];

  constructor(scope: Construct, id: string, { logRetentionDays }: Config) {
    super(scope, id);
    this.vpc = this.#createVpc(logRetentionDays);
    this.securityGroup = new ec2.SecurityGroup(this, 'Function', {
      vpc: this.vpc,
      description: 'headless-claude: the runner',
      allowAllOutbound: false,
    });
    // To any address, for that of S3 is not known here: it is the routes that lead nowhere else.
    this.securityGroup.addEgressRule(ec2.Peer.anyIpv4(), HTTPS, 'To the endpoints');
    this.#s3 = this.vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
    this.#endpoints = [
      this.#createEndpoint('Bedrock', ec2.InterfaceVpcEndpointAwsService.BEDROCK_RUNTIME),
      this.#createEndpoint('Logs', ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS),
      this.#s3,
    ];
    new DnsFirewall(this, 'DnsFirewall', {
      vpc: this.vpc,
      domains: ['bedrock-runtime', 'logs', 's3', '*.s3'].map((name) => `${name}.${Aws.REGION}.${Aws.URL_SUFFIX}`),
    });
  }

  /**
   * Lets Lambda place the function with that role here, and lets through the endpoints what the role may do.
   *
   * Code of the function has the role's credentials, and could do what Lambda may. It is denied by a key that only the
   * calls of code bear: https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
   * Credentials from elsewhere do not pass the endpoints, or code could send what it has read to their account.
   */
  grantUse(role: iam.Role): void {
    const interfaces = { actions: INTERFACE_ACTIONS, resources: ['*'] };
    role.addToPolicy(new iam.PolicyStatement(interfaces));
    role.addToPolicy(
      new iam.PolicyStatement({
        ...interfaces,
        effect: iam.Effect.DENY,
        conditions: { ArnLike: { 'lambda:SourceFunctionArn': `arn:${Aws.PARTITION}:lambda:*:*:function:*` } },
      }),
    );
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Lambda makes network interfaces, whose ids are not known before; the function itself is denied that.',
    });
    for (const endpoint of this.#endpoints) {
      endpoint.addToPolicy(
        new iam.PolicyStatement({
          principals: [new iam.AnyPrincipal()],
          actions: ['*'],
          resources: ['*'],
          conditions: { ArnEquals: { 'aws:PrincipalArn': role.roleArn } },
        }),
      );
    }
  }

  /** Lets the function here read those objects by URLs that these have presigned: to S3, what comes by one is theirs. */
  grantReadPresigned(objectsArn: string, signers: readonly lambda.IFunction[]): void {
    const signerArns = signers.flatMap(({ role }) => (role ? [role.roleArn] : []));
    this.#s3.addToPolicy(
      new iam.PolicyStatement({
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:GetObject'],
        resources: [objectsArn],
        conditions: { ArnEquals: { 'aws:PrincipalArn': signerArns } },
      }),
    );
  }

  #createVpc(retention: logs.RetentionDays): ec2.IVpc {
    // Asserted, because its types are not written for exactOptionalPropertyTypes.
    const vpc = new ec2.Vpc(this, 'Vpc', {
      // Lambda shares interfaces among environments, so that few addresses do.
      ipAddresses: ec2.IpAddresses.cidr('10.0.0.0/24'),
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 26 }],
      // It is not used; emptying it would take a function that may edit security groups.
      restrictDefaultSecurityGroup: false,
    }) as ec2.IVpc;
    const logGroup = new logs.LogGroup(this, 'Rejected', { retention, removalPolicy: RemovalPolicy.DESTROY });
    vpc.addFlowLog('Rejected', {
      destination: ec2.FlowLogDestination.toCloudWatchLogs(logGroup),
      trafficType: ec2.FlowLogTrafficType.REJECT,
    });
    return vpc;
  }

  #createEndpoint(id: string, service: ec2.InterfaceVpcEndpointAwsService): ec2.InterfaceVpcEndpoint {
    const securityGroup = new ec2.SecurityGroup(this, `${id}Endpoint`, {
      vpc: this.vpc,
      description: `headless-claude: the endpoint of ${id}`,
      allowAllOutbound: false,
    });
    securityGroup.addIngressRule(this.securityGroup, HTTPS, 'From the runner');
    return this.vpc.addInterfaceEndpoint(id, { service, securityGroups: [securityGroup], open: false });
  }
}
