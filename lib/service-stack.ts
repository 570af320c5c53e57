import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { AdminFunction } from './admin-function.ts';
import { Alarms } from './alarms.ts';
import { ApiFunction } from './api-function.ts';
import { AuthorizerFunction } from './authorizer-function.ts';
import type { Config } from './config.ts';
import { GateFunction } from './gate-function.ts';
import { Identity } from './identity.ts';
import { IsolatedNetwork } from './isolated-network.ts';
import { ModelAccess } from './model-access.ts';
import { RestApi } from './rest-api.ts';
import { RunnerFunction } from './runner-function.ts';
import { ScheduleFunction } from './schedule-function.ts';
import { ScheduleQueue } from './schedule-queue.ts';
import { Storage } from './storage.ts';
import { SweeperFunction } from './sweeper-function.ts';
import { UsagePlans } from './usage-plans.ts';
import { WebhookFunction } from './webhook-function.ts';
import { WebhookQueue } from './webhook-queue.ts';
import { WorkQueue } from './work-queue.ts';
import { WorkerFunction } from './worker-function.ts';

/** Of so many schedules jobs are made at the same time, of all tenants: of thousands in a minute. */
const MAX_SCHEDULES_AT_ONCE = 20;

/** So many webhooks are told something at the same time, of all tenants. */
const MAX_WEBHOOK_CALLS_AT_ONCE = 50;

/**
 * The whole service: read this first.
 *
 * Each grant gives a function a permission together with the environment variables that go with it, so that this file
 * shows all that each function may touch.
 */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, config: Config) {
    super(scope, id, { description: 'headless-claude: Claude Code as an LLM API' });
    const logRetention = config.logRetentionDays;

    const storage = new Storage(this, 'Storage', config);
    const identity = new Identity(this, 'Identity', config);
    const modelAccess = new ModelAccess(this, 'ModelAccess', config);

    const workQueue = new WorkQueue(this, 'WorkQueue');
    const scheduleQueue = new ScheduleQueue(this, 'ScheduleQueue');
    const webhookQueue = new WebhookQueue(this, 'WebhookQueue');

    const network = config.network === 'isolated' ? new IsolatedNetwork(this, 'Network', config) : undefined;
    const runner = new RunnerFunction(this, 'Runner', config, network);

    const apiFunction = new ApiFunction(this, 'ApiFunction', logRetention);
    scheduleQueue.grantSchedule(apiFunction);

    const workerFunction = new WorkerFunction(this, 'WorkerFunction', logRetention);
    workQueue.grantConsume(workerFunction, config.jobs.maxConcurrentRuns);

    const askers = [apiFunction, workerFunction];
    for (const asker of askers) {
      storage.grantReadWrite(asker);
      runner.grantRun(asker);
    }

    const gateFunction = config.gate === 'function' ? new GateFunction(this, 'GateFunction', logRetention) : undefined;
    if (gateFunction) storage.grantMeter(gateFunction);
    modelAccess.grantUse({ askers, runner, gateFunction });
    network?.grantReadPresigned(storage.cancellationsArn, askers);

    const scheduleFunction = new ScheduleFunction(this, 'ScheduleFunction', logRetention);
    storage.grantMakeJobs(scheduleFunction);
    scheduleQueue.grantConsume(scheduleFunction, MAX_SCHEDULES_AT_ONCE);
    workQueue.grantSend(scheduleFunction);

    const webhookFunction = new WebhookFunction(this, 'WebhookFunction', logRetention);
    storage.grantTellWebhooks(webhookFunction);
    webhookQueue.grantConsume(webhookFunction, MAX_WEBHOOK_CALLS_AT_ONCE);
    webhookQueue.grantSend(webhookFunction);
    webhookQueue.grantSchedule(webhookFunction);

    const authorizerFunction = new AuthorizerFunction(this, 'AuthorizerFunction', logRetention);
    storage.grantRead(authorizerFunction);
    identity.grantVerifyTokens(authorizerFunction);

    const adminFunction = new AdminFunction(this, 'AdminFunction', logRetention);
    storage.grantAdminister(adminFunction);
    scheduleQueue.grantUnschedule(adminFunction);

    const sweeperFunction = new SweeperFunction(this, 'SweeperFunction', logRetention);
    storage.grantReadWriteOfAll(sweeperFunction);

    // Of budgets that are used up, with subscribers that are not of this stack.
    const eventBus = EventBus.fromEventBusName(this, 'DefaultEventBus', 'default');
    for (const handler of [apiFunction, workerFunction, sweeperFunction]) {
      eventBus.grantPutEventsTo(handler);
      workQueue.grantSend(handler);
      webhookQueue.grantSend(handler);
    }

    const readers = [apiFunction, workerFunction, scheduleFunction, gateFunction, authorizerFunction, adminFunction];
    for (const handler of readers) {
      handler?.setEnvironment({ SETTINGS: config.settingsJson });
    }

    const { api } = new RestApi(this, 'RestApi', { config, apiFunction, adminFunction, authorizerFunction, identity });
    const usagePlans = new UsagePlans(this, 'UsagePlans', { stage: api.deploymentStage, tiers: config.usagePlans });
    usagePlans.grantAssign(authorizerFunction);
    usagePlans.grantManageKeys(adminFunction);

    const alarms = new Alarms(this, 'Alarms', config);
    alarms.watchQueue('work', workQueue, Duration.hours(2));
    alarms.watchQueue('schedule', scheduleQueue, Duration.minutes(15));
    alarms.watchQueue('webhook', webhookQueue, Duration.minutes(30));
    alarms.watchFunction('worker', workerFunction);
    alarms.watchFunction('schedule', scheduleFunction);
    alarms.watchFunction('webhook', webhookFunction);
    alarms.watchFunction('sweeper', sweeperFunction);

    this.#output('Url', 'The API', api.url);
    this.#output('TokenUrl', 'Where the machine client gets access tokens', identity.tokenUrl);
    this.#output('UserPoolId', 'The Cognito user pool', identity.userPool.userPoolId);
    this.#output(
      'MachineClientId',
      'App client for machines; aws cognito-idp describe-user-pool-client tells its secret',
      identity.machineClient.userPoolClientId,
    );
    this.#output('ConsoleClientId', 'App client for the console', identity.consoleClient.userPoolClientId);
    this.#output('Region', 'The Region', this.region);
    if (modelAccess.secret) {
      this.#output('AnthropicSecretArn', 'Put the Anthropic key into this secret', modelAccess.secret.secretArn);
    }
  }

  #output(name: string, description: string, value: string): void {
    new CfnOutput(this, name, { description, value });
  }
}
