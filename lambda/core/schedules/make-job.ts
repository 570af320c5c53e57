import { ERROR_CODES } from '#core/errors/error-codes.ts';
import { parseInput } from '#core/errors/parse-input.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { JobBody } from '#core/jobs/job-body.ts';
import { type SubmitJobPorts, submitJob } from '#core/jobs/submit-job.ts';
import type { Schedule } from './schedule.ts';
import type { ScheduleRun } from './schedule-run.ts';
import type { ScheduleRunStore } from './schedule-run-store.ts';

/** What making the job of a run needs of the world. */
export interface MakeJobPorts extends SubmitJobPorts {
  readonly scheduleRuns: ScheduleRunStore;
}

const isRefusal = (error: unknown): error is ServiceError =>
  error instanceof ServiceError && ERROR_CODES[error.code].status < 500;

/**
 * Makes the job of a run, if it is to have one. Safe to repeat: its id is that of the run.
 *
 * @returns the run, as refused if what the schedule says cannot be run any more.
 * @throws ServiceError `unavailable`.
 */
export const makeJob = async (
  run: ScheduleRun,
  { id: scheduleId, job, owner: principal }: Schedule,
  requestId: string,
  ports: MakeJobPorts,
): Promise<ScheduleRun> => {
  if (run.outcome.kind !== 'job') return run;
  try {
    const body = parseInput(JobBody, job, 'job of the schedule');
    await submitJob({ body, principal, requestId, id: run.outcome.jobId, scheduleId }, ports);
    return run;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { code, message, source } = error;
    const refused: ScheduleRun = { ...run, outcome: { kind: 'refused', error: { code, message, source } } };
    await ports.scheduleRuns.put(refused);
    return refused;
  }
};
