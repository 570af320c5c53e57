import {
  DeleteScheduleCommand,
  ResourceNotFoundException,
  type SchedulerClientConfig,
} from '@aws-sdk/client-scheduler';
import { orUnavailable } from '#adapters/aws/or-unavailable.ts';
import { unless } from '#adapters/aws/unless.ts';
import type { Scheduler } from '#core/schedules/scheduler.ts';
import { openSchedulerClient } from './open-scheduler-client.ts';
import { SCHEDULER_UNAVAILABLE } from './scheduler-unavailable.ts';

export interface ScheduleRemoverOptions extends SchedulerClientConfig {
  /** The group that schedules are in. */
  readonly groupName: string;
}

/** Deletes schedules of EventBridge Scheduler. Throws ServiceError `unavailable` when it cannot be used. */
export const createScheduleRemover = ({
  groupName: GroupName,
  ...config
}: ScheduleRemoverOptions): Pick<Scheduler, 'remove'> => {
  const client = openSchedulerClient(config);
  return {
    remove: async ({ id: Name }) => {
      const deleted = client.send(new DeleteScheduleCommand({ Name, GroupName }));
      await orUnavailable(unless(ResourceNotFoundException, deleted), SCHEDULER_UNAVAILABLE);
    },
  };
};
