import { ADMIN_ROUTES } from '#lambda/route-table/admin-routes.ts';
import { BATCH_ROUTES } from '#lambda/route-table/batch-routes.ts';
import { PUBLIC } from '#lambda/route-table/credentials.ts';
import { DIALECT_ROUTES } from '#lambda/route-table/dialect-routes.ts';
import { FILE_ROUTES } from '#lambda/route-table/file-routes.ts';
import { JOB_ROUTES } from '#lambda/route-table/job-routes.ts';
import { PROMPT_ROUTES } from '#lambda/route-table/prompt-routes.ts';
import type { Route } from '#lambda/route-table/route.ts';
import { SCHEDULE_ROUTES } from '#lambda/route-table/schedule-routes.ts';
import { SERVICE_ROUTES } from '#lambda/route-table/service-routes.ts';
import { WEBHOOK_ROUTES } from '#lambda/route-table/webhook-routes.ts';

/** Every endpoint of the service. */
export const ROUTES = [
  ...PROMPT_ROUTES,
  ...JOB_ROUTES,
  ...FILE_ROUTES,
  ...BATCH_ROUTES,
  ...SCHEDULE_ROUTES,
  ...DIALECT_ROUTES,
  ...SERVICE_ROUTES,
  ...WEBHOOK_ROUTES,
  ...ADMIN_ROUTES,
  { ...PUBLIC, method: 'GET', path: '/openapi.json', operation: 'getOpenApi', summary: 'This API as OpenAPI 3.1' },
] as const satisfies readonly Route[];

/** The operations of the route table. */
export type Operation = (typeof ROUTES)[number]['operation'];
