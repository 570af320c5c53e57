import { toTierJson } from '#core/admin/tier-json.ts';
import { toAuditJson } from '#core/audit/audit-json.ts';
import type { AuditLog } from '#core/audit/audit-log.ts';
import type { Clock } from '#core/clock.ts';
import { toListJson } from '#core/http/list-json.ts';
import type { Settings } from '#core/settings.ts';
import type { TenantStore } from '#core/tenants/tenant-store.ts';
import { calendarDay } from '#core/time/calendar-day.ts';
import { tenantUsage } from '#core/usage/tenant-usage.ts';
import type { UsageStore } from '#core/usage/usage-store.ts';
import { utcMonth } from '#core/utc-month.ts';
import type { RouteHandler } from '#lambda/http/api-request.ts';
import { pathId } from './path-id.ts';
import { answerUsage } from './usage.ts';

/** What reports for administrators need of the world. */
export interface AdminReportPorts {
  readonly settings: Settings;
  readonly tenants: TenantStore;
  readonly usage: UsageStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** `GET /admin/tiers` */
export const listTiers = ({ settings }: AdminReportPorts): RouteHandler<'listTiers'> => {
  const tiers = Object.keys(settings.tiers).map((id) => toTierJson(id, settings));
  return async () => ({ body: toListJson(tiers) });
};

/** `GET /admin/usage`: what each tenant used in a month, of those that used anything. */
export const listTenantUsage =
  ({ usage, clock, settings: { timeZone } }: AdminReportPorts): RouteHandler<'listTenantUsage'> =>
  async ({ query: { limit, after, month = calendarDay(clock(), timeZone).slice(0, 7) } }) => {
    const { tenantIds, hasMore } = await usage.listTenants(month, { limit, ...(after !== undefined && { after }) });
    const rows = await Promise.all(tenantIds.map((tenantId) => tenantUsage(tenantId, month, usage)));
    return { body: toListJson(rows, hasMore) };
  };

/** `GET /admin/tenants/{id}/usage`: what the tenant itself sees at `GET /v1/usage`, with or without a record of it. */
export const getTenantUsage =
  (ports: AdminReportPorts): RouteHandler<'getTenantUsage'> =>
  (request) =>
    answerUsage(pathId(request, 'id'), request, ports);

/** `GET /admin/audit`: what administrators did in a month, newest first. */
export const listAudit =
  ({ audit, clock }: AdminReportPorts): RouteHandler<'listAudit'> =>
  async ({ query: { limit, after, month = utcMonth(clock()) } }) => {
    const { records, hasMore } = await audit.list(month, { limit, after });
    return { body: toListJson(records.map(toAuditJson), hasMore) };
  };
