import type { Job } from '#core/jobs/job.ts';
import { toJobJson } from '#core/jobs/job-json.ts';
import type { ApiResponse } from '#lambda/http/api-request.ts';

const RETRY_AFTER_SECONDS = '2';

/** That a request was accepted, and where to look for its answer. */
export const queuedAnswer = (
  job: Job,
  { baseUrl }: { readonly baseUrl: string },
  headers: Readonly<Record<string, string>> = {},
): ApiResponse => ({
  status: 202,
  headers: {
    ...headers,
    location: `${baseUrl}/v1/jobs/${job.id}`,
    'retry-after': RETRY_AFTER_SECONDS,
    'headless-claude-job-id': job.id,
  },
  body: toJobJson(job, undefined),
});
