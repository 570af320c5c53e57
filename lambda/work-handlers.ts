import type { BatchPorts } from '#core/batches/batch-ports.ts';
import { stepBatch } from '#core/batches/step-batch.ts';
import { type RunJobPorts, runJob } from '#core/jobs/run-job.ts';
import type { WorkHandlers } from '#core/queue/perform-work.ts';

/** What the workers need of the world. */
export interface HandlerPorts extends RunJobPorts, BatchPorts {
  readonly prompts: RunJobPorts['prompts'];
}

/** What the workers do, on AWS and on one machine. */
export const workHandlers = (ports: HandlerPorts): WorkHandlers => ({
  job: (message) => runJob(message, ports),
  batch: (message) => stepBatch(message, ports),
});
