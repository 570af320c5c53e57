import { z } from 'zod';
import { listJson } from '#core/http/list-json.ts';
import { PageQuery } from '#core/http/page-query.ts';
import { ScheduleBody, ScheduleChanges } from '#core/schedules/schedule-body.ts';
import { ScheduleJson, ScheduleSummaryJson } from '#core/schedules/schedule-json.ts';
import { ScheduleRunJson } from '#core/schedules/schedule-run-json.ts';
import { CALLER } from './credentials.ts';
import type { Route } from './route.ts';

const DeletedScheduleJson = z.object({ id: z.string(), object: z.literal('schedule'), deleted: z.literal(true) });

/** Jobs that are made again and again. */
export const SCHEDULE_ROUTES = [
  {
    ...CALLER,
    method: 'POST',
    path: '/v1/schedules',
    operation: 'createSchedule',
    summary: 'Make a job again and again',
    body: ScheduleBody,
    response: ScheduleJson,
  },
  {
    ...CALLER,
    method: 'GET',
    path: '/v1/schedules',
    operation: 'listSchedules',
    summary: 'List schedules, newest first',
    query: PageQuery,
    response: listJson(ScheduleSummaryJson),
  },
  {
    ...CALLER,
    method: 'GET',
    path: '/v1/schedules/{id}',
    operation: 'getSchedule',
    summary: 'Read a schedule',
    response: ScheduleJson,
  },
  {
    ...CALLER,
    method: 'PATCH',
    path: '/v1/schedules/{id}',
    operation: 'updateSchedule',
    summary: 'Change a schedule, or pause and resume it',
    body: ScheduleChanges,
    response: ScheduleJson,
  },
  {
    ...CALLER,
    method: 'DELETE',
    path: '/v1/schedules/{id}',
    operation: 'deleteSchedule',
    summary: 'Delete a schedule; jobs that it has made stay',
    response: DeletedScheduleJson,
  },
  {
    ...CALLER,
    method: 'POST',
    path: '/v1/schedules/{id}/run',
    operation: 'runSchedule',
    summary: 'Make the job of a schedule now',
    successStatus: 202,
    response: ScheduleRunJson,
  },
  {
    ...CALLER,
    method: 'GET',
    path: '/v1/schedules/{id}/runs',
    operation: 'listScheduleRuns',
    summary: 'List the runs of a schedule, the latest first',
    query: PageQuery,
    response: listJson(ScheduleRunJson),
  },
] as const satisfies readonly Route[];
