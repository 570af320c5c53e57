import { z } from 'zod';

/** A call of AWS, as far as it tells what is wanted. */
export interface AwsCall {
  readonly method: string;
  readonly url: string;
  /** Such as `AmazonEC2ContainerRegistry_V20150921.DescribeImages`; empty for services that speak XML. */
  readonly target: string;
  readonly body: string;
}

/** What it is answered. */
export interface AwsAnswer {
  readonly status: number;
  /** An object is sent as JSON, a text as XML. */
  readonly body: object | string;
}

const STS = 'https://sts.amazonaws.com/doc/2011-06-15/';
const S3 = 'http://s3.amazonaws.com/doc/2006-03-01/';

const DescribeRepositories = z.object({ repositoryNames: z.tuple([z.string()]) });

const CALLER = `<GetCallerIdentityResponse xmlns="${STS}"><GetCallerIdentityResult>
<Arn>arn:aws:iam::123456789012:user/test</Arn><UserId>test</UserId><Account>123456789012</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

const ROLE = `<AssumeRoleResponse xmlns="${STS}"><AssumeRoleResult>
<Credentials><AccessKeyId>test</AccessKeyId><SecretAccessKey>test</SecretAccessKey><SessionToken>test</SessionToken>
<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
<AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/test/test</Arn><AssumedRoleId>test</AssumedRoleId></AssumedRoleUser>
</AssumeRoleResult></AssumeRoleResponse>`;

const ENCRYPTION = `<ServerSideEncryptionConfiguration xmlns="${S3}"><Rule><ApplyServerSideEncryptionByDefault>
<SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`;

const operationOf = ({ target, body, method, url }: AwsCall): string =>
  target.split('.')[1] ??
  new URLSearchParams(body).get('Action') ??
  `${method} ${/\?([a-z-]+)/.exec(url)?.[1] ?? ''}`.trim();

/** Answers what `cdk publish-assets` asks of STS, SSM, S3 and ECR, where nothing has been published yet. */
export const answerAws = (call: AwsCall, registry: string): AwsAnswer => {
  switch (operationOf(call)) {
    case 'GetCallerIdentity':
      return { status: 200, body: CALLER };
    case 'AssumeRole':
      return { status: 200, body: ROLE };
    case 'GetParameter':
      // The version of the bootstrap stack.
      return { status: 200, body: { Parameter: { Name: 'version', Type: 'String', Value: '30' } } };
    case 'DescribeRepositories': {
      const [repositoryName] = DescribeRepositories.parse(JSON.parse(call.body)).repositoryNames;
      return {
        status: 200,
        body: { repositories: [{ repositoryName, repositoryUri: `${registry}/${repositoryName}` }] },
      };
    }
    case 'DescribeImages':
      return { status: 400, body: { __type: 'ImageNotFoundException', message: 'There is none.' } };
    case 'GetAuthorizationToken': {
      const authorizationToken = Buffer.from('AWS:test').toString('base64');
      return {
        status: 200,
        body: { authorizationData: [{ authorizationToken, proxyEndpoint: `http://${registry}` }] },
      };
    }
    case 'GET list-type':
      return { status: 200, body: `<ListBucketResult xmlns="${S3}"><KeyCount>0</KeyCount></ListBucketResult>` };
    case 'GET location':
      return { status: 200, body: `<LocationConstraint xmlns="${S3}">eu-west-1</LocationConstraint>` };
    case 'GET encryption':
      return { status: 200, body: ENCRYPTION };
    case 'PUT':
    case 'PUT x-id':
      return { status: 200, body: '' };
    default:
      return { status: 501, body: { __type: 'NotImplemented', message: operationOf(call) } };
  }
};
