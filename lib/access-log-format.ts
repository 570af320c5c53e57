import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';

/**
 * One line of JSON per request: who did what, when, and how it went.
 *
 * No header, no query, no token, no body: neither prompts nor credentials may reach a log. Nor API Gateway's own error
 * message, which quotes the Authorization header when the path does not exist:
 * https://github.com/amazon-archives/aws-cognito-angular-quickstart/issues/50
 */
export const ACCESS_LOG_FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    requestTime: AccessLogField.contextRequestTime(),
    sourceIp: AccessLogField.contextIdentitySourceIp(),
    principalId: AccessLogField.contextAuthorizerPrincipalId(),
    tenantId: AccessLogField.contextAuthorizer('tenantId'),
    httpMethod: AccessLogField.contextHttpMethod(),
    resourcePath: AccessLogField.contextResourcePath(),
    status: AccessLogField.contextStatus(),
    responseLength: AccessLogField.contextResponseLength(),
    responseLatencyMs: AccessLogField.contextResponseLatency(),
    authorizerLatencyMs: AccessLogField.contextAuthorizerLatency(),
    integrationStatus: AccessLogField.contextIntegrationStatus(),
    errorType: AccessLogField.contextErrorResponseType(),
    xrayTraceId: AccessLogField.contextXrayTraceId(),
  }),
);
