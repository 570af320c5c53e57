import { ServiceError } from '#core/errors/service-error.ts';
import { type MakeJobPorts, makeJob } from './make-job.ts';
import { newRun } from './new-run.ts';
import type { Schedule } from './schedule.ts';
import type { ScheduleRun } from './schedule-run.ts';

/**
 * Makes the job of a schedule now, whether it is enabled or not.
 *
 * @throws ServiceError for a job that cannot be run any more, `unavailable`.
 */
export const runNow = async (schedule: Schedule, requestId: string, ports: MakeJobPorts): Promise<ScheduleRun> => {
  const made = newRun(schedule, { trigger: 'manual', dueAtMs: ports.clock() }, ports);
  const run = await makeJob(await ports.scheduleRuns.begin(made), schedule, requestId, ports);
  if (run.outcome.kind !== 'refused') return run;
  throw new ServiceError(run.outcome.error.code, run.outcome.error.message);
};
