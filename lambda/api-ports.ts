import type { BatchStore } from '#core/batches/batch-store.ts';
import type { FilePorts } from '#core/files/new-file.ts';
import type { IdempotencyStore } from '#core/idempotency/idempotency-store.ts';
import type { ConcludePorts } from '#core/jobs/conclude-job.ts';
import type { JobEventsPorts } from '#core/jobs/job-events.ts';
import type { SubmitJobPorts } from '#core/jobs/submit-job.ts';
import type { AdmissionPorts } from '#core/prompts/admit-prompt.ts';
import type { RunPorts } from '#core/prompts/run-prompt.ts';
import type { MakeJobPorts } from '#core/schedules/make-job.ts';
import type { SchedulePorts } from '#core/schedules/schedule-ports.ts';
import type { WebhookPorts } from '#core/webhooks/webhook-ports.ts';
import type { LogPorts } from '#middleware/request-log.ts';

/** All that the api function needs of the world. */
export interface ApiPorts
  extends AdmissionPorts,
    RunPorts,
    MakeJobPorts,
    SchedulePorts,
    ConcludePorts,
    JobEventsPorts,
    FilePorts,
    WebhookPorts,
    LogPorts {
  readonly settings: AdmissionPorts['settings'];
  readonly batches: BatchStore;
  readonly idempotency: IdempotencyStore;
  readonly jobs: SubmitJobPorts['jobs'];
  /** Throws if the table cannot be read. */
  readonly checkTable: () => Promise<void>;
}
