import { z } from 'zod';
import { listJson } from '#core/http/list-json.ts';
import { JobBody } from '#core/jobs/job-body.ts';
import { JobJson, JobSummaryJson } from '#core/jobs/job-json.ts';
import { JobEventsQuery, JobListQuery, JobQueryParameters } from '#core/jobs/job-queries.ts';
import { CALLER } from './credentials.ts';
import type { Route } from './route.ts';

const DeletedJobJson = z.object({ id: z.string(), object: z.literal('job'), deleted: z.literal(true) });

/** Prompts that run when there is room for them, and whose answers wait. */
export const JOB_ROUTES = [
  {
    ...CALLER,
    method: 'POST',
    path: '/v1/jobs',
    operation: 'createJob',
    summary: 'Queue a prompt',
    body: JobBody,
    successStatus: 202,
    response: JobJson,
  },
  {
    ...CALLER,
    method: 'GET',
    path: '/v1/jobs',
    operation: 'listJobs',
    summary: 'List jobs, newest first',
    query: JobListQuery,
    response: listJson(JobSummaryJson),
  },
  {
    ...CALLER,
    method: 'GET',
    path: '/v1/jobs/{id}',
    operation: 'getJob',
    summary: 'Read a job, with its prompt and answer; or wait for its end',
    query: JobQueryParameters,
    response: JobJson,
  },
  {
    ...CALLER,
    method: 'GET',
    path: '/v1/jobs/{id}/events',
    operation: 'getJobEvents',
    summary: 'What has happened in a job and what happens until its end, as server-sent events',
    query: JobEventsQuery,
    events: true,
    otherResponses: { 204: null },
  },
  {
    ...CALLER,
    method: 'POST',
    path: '/v1/jobs/{id}/cancel',
    operation: 'cancelJob',
    summary: 'Cancel a job',
    response: JobJson,
  },
  {
    ...CALLER,
    method: 'DELETE',
    path: '/v1/jobs/{id}',
    operation: 'deleteJob',
    summary: 'Delete a job that has ended, with its events and prompts',
    response: DeletedJobJson,
  },
] as const satisfies readonly Route[];
