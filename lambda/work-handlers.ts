import { type RunJobPorts, runJob } from '#core/jobs/run-job.ts';
import type { WorkHandlers } from '#core/queue/perform-work.ts';

/** What the workers do, on AWS and on one machine. */
export const workHandlers = (ports: RunJobPorts): WorkHandlers => ({
  job: (message) => runJob(message, ports),
  batch: async () => ({ kind: 'done' }),
  schedule: async () => ({ kind: 'done' }),
});
