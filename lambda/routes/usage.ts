import { usageReport } from '#core/usage/usage-report.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { RouteHandler } from '#lambda/api-request.ts';

/** `GET /v1/usage` */
export const getUsage =
  (ports: ApiPorts): RouteHandler<'getUsage'> =>
  async ({ principal, query }) => ({ body: await usageReport(principal.tenantId, query, ports) });
