import { usageCsv } from '#core/usage/usage-csv.ts';
import type { UsageQuery } from '#core/usage/usage-query.ts';
import { type UsagePorts, usageReport } from '#core/usage/usage-report.ts';
import type { ApiRequest, ApiResponse, RouteHandler } from '#lambda/http/api-request.ts';

/** What a tenant has used, as JSON, or as CSV if that is what the request accepts. */
export const answerUsage = async (
  tenantId: string,
  { query, headers }: { readonly query: UsageQuery; readonly headers: ApiRequest['headers'] },
  ports: UsagePorts,
): Promise<ApiResponse> => {
  const report = await usageReport(tenantId, query, ports);
  const wantsCsv = headers['accept']?.includes('text/csv') ?? false;
  return { body: wantsCsv ? { contentType: 'text/csv; charset=utf-8', text: usageCsv(report) } : report };
};

/** `GET /v1/usage` */
export const getUsage =
  (ports: UsagePorts): RouteHandler<'getUsage'> =>
  (request) =>
    answerUsage(request.principal.tenantId, request, ports);
