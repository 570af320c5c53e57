import { Aws, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { AuthorizerEnvironment } from '#lambda/environment.ts';
import type { Config } from './config.ts';
import type { NodeFunction } from './node-function.ts';

/** Identifier of the resource server; in tokens, scopes are `headless-claude/prompts` and `headless-claude/admin`. */
const RESOURCE_SERVER = 'headless-claude';

const PROMPTS = new cognito.ResourceServerScope({ scopeName: 'prompts', scopeDescription: 'Run and read prompts' });
const ADMIN = new cognito.ResourceServerScope({ scopeName: 'admin', scopeDescription: 'Administer the deployment' });

type TokenEnvironment = Pick<AuthorizerEnvironment, 'TOKEN_ISSUER' | 'TOKEN_CLIENT_IDS' | 'SCOPE_PREFIX'>;

/**
 * Who may sign in, and which access tokens they get.
 *
 * Machines use the machine client and can never administer. People use the console client; whoever has an account in
 * the pool may administer, and only an administrator of the AWS account creates one: nobody can sign up.
 */
export class Identity extends Construct {
  readonly userPool: cognito.UserPool;
  readonly machineClient: cognito.UserPoolClient;
  readonly consoleClient: cognito.UserPoolClient;
  /** Where the machine client gets its tokens. */
  readonly tokenUrl: string;
  /** The scope of the administrators' routes, as it stands in tokens. */
  readonly adminScope = `${RESOURCE_SERVER}/${ADMIN.scopeName}`;

  constructor(scope: Construct, id: string, config: Config) {
    super(scope, id);
    this.userPool = this.#createUserPool(config);
    const server = this.userPool.addResourceServer('ResourceServer', {
      identifier: RESOURCE_SERVER,
      scopes: [PROMPTS, ADMIN],
    });
    const prompts = cognito.OAuthScope.resourceServer(server, PROMPTS);
    const admin = cognito.OAuthScope.resourceServer(server, ADMIN);
    this.machineClient = this.userPool.addClient('MachineClient', {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes: [prompts] },
      accessTokenValidity: Duration.hours(1),
    });
    this.consoleClient = this.userPool.addClient('ConsoleClient', {
      // A browser keeps no secret: the authorization code is bound to the browser by PKCE instead.
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, prompts, admin],
        callbackUrls: config.consoleCallbackUrls,
        logoutUrls: config.consoleCallbackUrls,
      },
      supportedIdentityProviders: [cognito.UserPoolClientIdentityProvider.COGNITO],
      preventUserExistenceErrors: true,
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(1),
    });
    const domain = this.userPool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: config.domainPrefix ?? `${config.stackName.toLowerCase()}-${Aws.ACCOUNT_ID}` },
    });
    this.tokenUrl = `${domain.baseUrl()}/oauth2/token`;
  }

  /** Tells the function whose tokens to accept. It needs no permission: the keys to verify them are public. */
  grantVerifyTokens(handler: NodeFunction<TokenEnvironment>): void {
    handler.setEnvironment({
      TOKEN_ISSUER: `https://cognito-idp.${Stack.of(this).region}.amazonaws.com/${this.userPool.userPoolId}`,
      TOKEN_CLIENT_IDS: [this.machineClient, this.consoleClient].map((client) => client.userPoolClientId).join(','),
      SCOPE_PREFIX: `${RESOURCE_SERVER}/`,
    });
  }

  #createUserPool({ removalPolicy }: Config): cognito.UserPool {
    const userPool = new cognito.UserPool(this, 'UserPool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      mfa: cognito.Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireSymbols: true,
        requireUppercase: true,
      },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      deletionProtection: removalPolicy === 'retain',
      removalPolicy: removalPolicy === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(userPool).acknowledge({
      id: 'AwsSolutions-COG8',
      reason:
        'The Plus plan is priced per user and adds threat protection for public sign-in; here nobody can sign up.',
    });
    return userPool;
  }
}
