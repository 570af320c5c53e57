import type { BatchPorts } from '#core/batches/batch-ports.ts';
import { stepBatch } from '#core/batches/step-batch.ts';
import { type RunJobPorts, runJob } from '#core/jobs/run-job.ts';
import type { WorkHandlers } from '#core/queue/perform-work.ts';
import { type RunSchedulePorts, runSchedule } from '#core/schedules/run-schedule.ts';
import type { ScheduleStore } from '#core/schedules/schedule-store.ts';

/** What the workers need of the world. */
export interface HandlerPorts extends RunJobPorts, RunSchedulePorts, BatchPorts {
  readonly jobs: RunSchedulePorts['jobs'];
  readonly prompts: RunJobPorts['prompts'];
  readonly schedules: ScheduleStore;
}

/** What the workers do, on AWS and on one machine. */
export const workHandlers = (ports: HandlerPorts): WorkHandlers => ({
  job: (message) => runJob(message, ports),
  batch: (message) => stepBatch(message, ports),
  schedule: (message) => runSchedule(message, ports),
});
