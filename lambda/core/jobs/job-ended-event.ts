import type { ServiceEvent } from '#core/events/service-event.ts';
import type { Job } from './job.ts';
import { toJobSummaryJson } from './job-json.ts';
import type { JobEnding } from './job-transitions.ts';

/** What webhooks are told of the end of a job: once per job, and so under an id made of its. */
export const jobEndedEvent = (job: Job): ServiceEvent => ({
  id: job.id.replace(/^job_/, 'evt_'),
  type: `job.${job.status as JobEnding['status']}`,
  tenantId: job.tenantId,
  createdAtMs: job.finishedAtMs ?? job.createdAtMs,
  data: { ...toJobSummaryJson(job), tenant_id: job.tenantId },
});
