import { z } from 'zod';
import { PageQuery } from '#core/http/page-query.ts';
import { MAX_WAIT_SECONDS } from '#core/http/prefer.ts';
import { JobStatus } from './job.ts';

/** The query of `GET /v1/jobs`. */
export const JobListQuery = PageQuery.extend({ status: JobStatus.optional() });

/** The query of `GET /v1/jobs/{id}`. */
export const JobQueryParameters = z.strictObject({
  wait: z.coerce
    .number()
    .int()
    .min(0)
    .max(MAX_WAIT_SECONDS)
    .default(0)
    .meta({ description: 'Wait for its end for so many seconds.' }),
});

/** The query of `GET /v1/jobs/{id}/events`. */
export const JobEventsQuery = z.strictObject({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Only events after that one, as the header `Last-Event-ID` says too.' }),
});
