import { toListJson } from '#core/http/list-json.ts';
import type { JobStore } from '#core/jobs/job-store.ts';
import { createSchedule as create } from '#core/schedules/create-schedule.ts';
import { deleteSchedule as remove } from '#core/schedules/delete-schedule.ts';
import { findSchedule } from '#core/schedules/find-schedule.ts';
import { runNow } from '#core/schedules/run-now.ts';
import { toScheduleJson, toScheduleSummaryJson } from '#core/schedules/schedule-json.ts';
import type { ScheduleRun } from '#core/schedules/schedule-run.ts';
import { toScheduleRunJson } from '#core/schedules/schedule-run-json.ts';
import { updateSchedule as update } from '#core/schedules/update-schedule.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { RouteHandler } from '#lambda/http/api-request.ts';
import { pathId } from './path-id.ts';

const runJson = async (run: ScheduleRun, jobs: Pick<JobStore, 'get'>) => {
  const job = run.outcome.kind === 'job' ? await jobs.get(run.tenantId, run.outcome.jobId) : undefined;
  return toScheduleRunJson(run, job?.status);
};

/** `POST /v1/schedules` */
export const createSchedule =
  (ports: ApiPorts): RouteHandler<'createSchedule'> =>
  async ({ body, principal }) => ({ body: toScheduleJson(await create(body, principal, ports), ports.clock()) });

/** `GET /v1/schedules` */
export const listSchedules =
  ({ schedules, clock }: ApiPorts): RouteHandler<'listSchedules'> =>
  async ({ principal, query: { limit, after } }) => {
    const page = await schedules.list(principal.tenantId, { limit, ...(after !== undefined && { after }) });
    const nowMs = clock();
    const data = page.schedules.map((schedule) => toScheduleSummaryJson(schedule, nowMs));
    return { body: toListJson(data, page.hasMore) };
  };

/** `GET /v1/schedules/{id}` */
export const getSchedule =
  ({ schedules, clock }: ApiPorts): RouteHandler<'getSchedule'> =>
  async (request) => {
    const schedule = await findSchedule(request.principal.tenantId, pathId(request, 'id'), schedules);
    return { body: toScheduleJson(schedule, clock()) };
  };

/** `PATCH /v1/schedules/{id}` */
export const updateSchedule =
  (ports: ApiPorts): RouteHandler<'updateSchedule'> =>
  async (request) => {
    const schedule = await update(pathId(request, 'id'), request.body, request.principal, ports);
    return { body: toScheduleJson(schedule, ports.clock()) };
  };

/** `DELETE /v1/schedules/{id}` */
export const deleteSchedule =
  (ports: ApiPorts): RouteHandler<'deleteSchedule'> =>
  async (request) => {
    const id = pathId(request, 'id');
    await remove(request.principal.tenantId, id, ports);
    return { body: { id, object: 'schedule', deleted: true } };
  };

/** `POST /v1/schedules/{id}/run` */
export const runSchedule =
  (ports: ApiPorts): RouteHandler<'runSchedule'> =>
  async (request) => {
    const schedule = await findSchedule(request.principal.tenantId, pathId(request, 'id'), ports.schedules);
    const body = await runJson(await runNow(schedule, request.requestId, ports), ports.jobs);
    const headers = {
      location: `${request.baseUrl}/v1/jobs/${body.job_id}`,
      'headless-claude-job-id': `${body.job_id}`,
    };
    return { status: 202, headers, body };
  };

/** `GET /v1/schedules/{id}/runs` */
export const listScheduleRuns =
  ({ schedules, scheduleRuns, jobs }: ApiPorts): RouteHandler<'listScheduleRuns'> =>
  async (request) => {
    const { limit, after } = request.query;
    const { tenantId, id } = await findSchedule(request.principal.tenantId, pathId(request, 'id'), schedules);
    const page = await scheduleRuns.list(tenantId, id, { limit, ...(after !== undefined && { after }) });
    return { body: toListJson(await Promise.all(page.runs.map((run) => runJson(run, jobs))), page.hasMore) };
  };
