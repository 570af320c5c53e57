import type { ServiceEvent } from '#core/events/service-event.ts';
import type { Job } from './job.ts';
import { toJobSummaryJson } from './job-json.ts';
import type { JobEnding } from './job-transitions.ts';

/** What webhooks are told of the end of a job: once per job, and so under an id made of its. */
export const jobEndedEvent = (job: Job): ServiceEvent => {
  // Such an address is often a secret, and the tenant's other webhooks are told too.
  const { webhook_url: _, ...summary } = toJobSummaryJson(job);
  return {
    id: job.id.replace(/^job_/, 'evt_'),
    type: `job.${job.status as JobEnding['status']}`,
    tenantId: job.tenantId,
    createdAtMs: job.finishedAtMs ?? job.createdAtMs,
    data: { ...summary, tenant_id: job.tenantId },
  };
};
