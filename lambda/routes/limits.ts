import type { Clock } from '#core/clock.ts';
import { effectiveQuotas } from '#core/limits/effective-quotas.ts';
import type { LimitsJson } from '#core/limits/limits-json.ts';
import { type QuotaReportPorts, quotaReport } from '#core/limits/quota-report.ts';
import type { RouteHandler } from '#lambda/http/api-request.ts';

/** `GET /v1/limits`: what limits the caller and its tenant, and how much of it is used. */
export const getLimits =
  (ports: QuotaReportPorts & { readonly clock: Clock }): RouteHandler<'getLimits'> =>
  async ({ principal }) => {
    const { settings, clock } = ports;
    const nowMs = clock();
    const [caller, tenant] = effectiveQuotas(principal, settings, nowMs);
    const [ofCaller, ofTenant] = await Promise.all([
      quotaReport(principal.id, caller, nowMs, ports),
      quotaReport(principal.tenantId, tenant, nowMs, ports),
    ]);
    const body: LimitsJson = {
      object: 'limits',
      as_of: new Date(nowMs).toISOString(),
      time_zone: settings.timeZone,
      tier: principal.tier,
      models: principal.models ?? null,
      profiles: principal.profiles ?? null,
      caller: ofCaller,
      tenant: ofTenant,
    };
    return { body };
  };
