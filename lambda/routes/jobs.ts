import { toListJson } from '#core/http/list-json.ts';
import { awaitJob } from '#core/jobs/await-job.ts';
import { cancelJob as cancel } from '#core/jobs/cancel-job.ts';
import { deleteJob as remove } from '#core/jobs/delete-job.ts';
import { findJob as find } from '#core/jobs/find-job.ts';
import type { Job } from '#core/jobs/job.ts';
import { toJobJson, toJobSummaryJson } from '#core/jobs/job-json.ts';
import { submitJob } from '#core/jobs/submit-job.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { ApiRequest, RouteHandler } from '#lambda/http/api-request.ts';
import { queuedAnswer } from './queued-answer.ts';

/** The job of the path. @throws ServiceError `not_found`. */
const findJob = (
  { principal, pathParameters: { id = '' } }: Pick<ApiRequest<'getJob'>, 'principal' | 'pathParameters'>,
  { jobs }: Pick<ApiPorts, 'jobs'>,
): Promise<Job> => find(principal.tenantId, id, jobs);

const jobJson = async (job: Job, { prompts }: ApiPorts) =>
  toJobJson(job, job.promptId === undefined ? undefined : await prompts.get(job.tenantId, job.promptId));

/** `POST /v1/jobs` */
export const createJob =
  (ports: ApiPorts): RouteHandler<'createJob'> =>
  async (request) => {
    const { body, principal, requestId } = request;
    return queuedAnswer(await submitJob({ body, principal, requestId }, ports), request);
  };

/** `GET /v1/jobs` */
export const listJobs =
  ({ jobs }: ApiPorts): RouteHandler<'listJobs'> =>
  async ({ principal, query: { limit, after, status } }) => {
    const page = await jobs.list(principal.tenantId, {
      limit,
      ...(after !== undefined && { after }),
      ...(status !== undefined && { status }),
    });
    return { body: toListJson(page.jobs.map(toJobSummaryJson), page.hasMore, page.lastId) };
  };

/** `GET /v1/jobs/{id}`: at once, or when the job has ended. */
export const getJob =
  (ports: ApiPorts): RouteHandler<'getJob'> =>
  async (request) => {
    const job = await findJob(request, ports);
    return { body: await jobJson(await awaitJob(job, request.query.wait * 1000, ports), ports) };
  };

/** `POST /v1/jobs/{id}/cancel` */
export const cancelJob =
  (ports: ApiPorts): RouteHandler<'cancelJob'> =>
  async (request) => ({ body: await jobJson(await cancel(await findJob(request, ports), ports), ports) });

/** `DELETE /v1/jobs/{id}` */
export const deleteJob =
  (ports: ApiPorts): RouteHandler<'deleteJob'> =>
  async (request) => {
    const job = await findJob(request, ports);
    await remove(job, ports);
    return { body: { id: job.id, object: 'job', deleted: true } };
  };
