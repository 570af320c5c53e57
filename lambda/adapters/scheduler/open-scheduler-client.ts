import { SchedulerClient, type SchedulerClientConfig } from '@aws-sdk/client-scheduler';

/** A client of EventBridge Scheduler that gives up soon. */
export const openSchedulerClient = (config: SchedulerClientConfig): SchedulerClient =>
  new SchedulerClient({
    ...config,
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
