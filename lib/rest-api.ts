import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Route } from '#lambda/route-table/route.ts';
import { ROUTES } from '#lambda/routes.ts';
import { ACCESS_LOG_FORMAT } from './access-log-format.ts';
import type { AdminFunction } from './admin-function.ts';
import type { ApiFunction } from './api-function.ts';
import type { AuthorizerFunction } from './authorizer-function.ts';
import type { Config } from './config.ts';
import { addGatewayResponses } from './gateway-responses.ts';
import type { Identity } from './identity.ts';

export interface RestApiProps {
  readonly config: Config;
  readonly apiFunction: ApiFunction;
  readonly adminFunction: AdminFunction;
  readonly authorizerFunction: AuthorizerFunction;
  readonly identity: Identity;
}

/** The HTTPS API: a method for each route of lambda/routes.ts, behind the authorizer that its credential needs. */
export class RestApi extends Construct {
  readonly api: apigateway.RestApi;

  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    this.api = this.#createApi(props.config);
    addGatewayResponses(this.api, props.config.settings.allowedOrigin);
    this.#addRoutes(props);
  }

  #createApi({ stackName, settings, maxRequestsPerSecond, logRetentionDays }: Config): apigateway.RestApi {
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const api = new apigateway.RestApi(this, 'Api', {
      restApiName: stackName,
      // Regional: an edge endpoint ends a stream that is silent for 30 s, a Regional one after five minutes.
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      apiKeySourceType: apigateway.ApiKeySourceType.AUTHORIZER,
      // API Gateway logs with a role of the account and Region, which this sets.
      cloudWatchRole: true,
      defaultCorsPreflightOptions: {
        allowOrigins: [settings.allowedOrigin],
        allowMethods: [...new Set(ROUTES.map(({ method }) => method))],
        allowHeaders: ['*', 'authorization'],
        maxAge: Duration.hours(1),
      },
      deployOptions: {
        accessLogDestination: new apigateway.LogGroupLogDestination(accessLog),
        accessLogFormat: ACCESS_LOG_FORMAT,
        loggingLevel: apigateway.MethodLoggingLevel.ERROR,
        // A data trace would log prompts and answers.
        dataTraceEnabled: false,
        metricsEnabled: true,
        tracingEnabled: true,
        throttlingRateLimit: maxRequestsPerSecond,
        throttlingBurstLimit: maxRequestsPerSecond,
      },
    });
    acknowledgeFindings(api);
    return api;
  }

  #addRoutes(props: RestApiProps): void {
    const integrations = integrationsOf(props);
    const protections = this.#protectionsOf(props);
    for (const route of ROUTES) {
      this.api.root.resourceForPath(route.path).addMethod(route.method, integrations[route.function], {
        operationName: route.operation,
        ...protections[route.credential],
      });
    }
  }

  /** How the credential that a route needs is checked. */
  #protectionsOf({
    authorizerFunction,
    identity,
  }: RestApiProps): Record<Route['credential'], apigateway.MethodOptions> {
    const callerAuthorizer = new apigateway.RequestAuthorizer(this, 'CallerAuthorizer', {
      handler: authorizerFunction,
      // Neither cached nor keyed by a header: either of two headers may hold the credential, and a request without
      // any must be told so by us. A cached answer would also let a revoked key live on.
      identitySources: [],
      resultsCacheTtl: Duration.seconds(0),
    });
    const adminAuthorizer = new apigateway.CognitoUserPoolsAuthorizer(this, 'AdminAuthorizer', {
      cognitoUserPools: [identity.userPool],
    });
    return {
      none: { authorizationType: apigateway.AuthorizationType.NONE },
      caller: { authorizer: callerAuthorizer, apiKeyRequired: true },
      admin: { authorizer: adminAuthorizer, authorizationScopes: [identity.adminScope] },
    };
  }
}

const integrationsOf = ({
  apiFunction,
  adminFunction,
}: RestApiProps): Record<Route['function'], apigateway.Integration> => ({
  api: new apigateway.LambdaIntegration(apiFunction, {
    responseTransferMode: apigateway.ResponseTransferMode.STREAM,
    timeout: Duration.minutes(15),
    // One permission for all methods: a function's policy holds no more than 20 KB.
    scopePermissionToMethod: false,
  }),
  admin: new apigateway.LambdaIntegration(adminFunction, { scopePermissionToMethod: false }),
});

const acknowledgeFindings = (api: apigateway.RestApi): void => {
  const withoutCredential = 'Health, the OpenAPI document and CORS preflights need no credential (lambda/routes.ts).';
  Validations.of(api).acknowledge(
    {
      id: 'AwsSolutions-APIG2',
      reason: 'The functions validate every request by the zod schemas of lambda/routes.ts.',
    },
    {
      id: 'AwsSolutions-APIG3',
      reason: 'A WAF has a monthly price and needs rules of the deployment; attach one to the stage.',
    },
    { id: 'AwsSolutions-APIG4', reason: withoutCredential },
    {
      id: 'AwsSolutions-COG4',
      reason: `Callers may also use API keys, which the Lambda authorizer knows. ${withoutCredential}`,
    },
    {
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      reason:
        'The policy AWS made for the role with which API Gateway logs; it serves every API of account and Region.',
    },
  );
};
