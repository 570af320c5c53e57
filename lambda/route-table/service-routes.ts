import { z } from 'zod';
import { LimitsJson } from '#core/limits/limits-json.ts';
import { UsageQuery } from '#core/usage/usage-query.ts';
import { UsageReportJson } from '#core/usage/usage-report.ts';
import { CALLER, PUBLIC } from './credentials.ts';
import type { Route } from './route.ts';

const LivenessJson = z.object({ status: z.enum(['ok', 'unavailable']), version: z.string() });
const ReadinessJson = LivenessJson.extend({
  checks: z.object({
    table: z.enum(['ok', 'unavailable']),
    cli: z.string().meta({ description: 'Version of Claude Code, or `unavailable`.' }),
  }),
});

/** What callers are told of themselves and of the service. */
export const SERVICE_ROUTES = [
  {
    ...CALLER,
    method: 'GET',
    path: '/v1/usage',
    operation: 'getUsage',
    summary: 'Requests, tokens and cost of the tenant',
    query: UsageQuery,
    response: UsageReportJson,
    csv: true,
  },
  {
    ...CALLER,
    method: 'GET',
    path: '/v1/limits',
    operation: 'getLimits',
    summary: 'Limits and budgets of the caller and its tenant, and what is left of them',
    response: LimitsJson,
  },
  {
    ...PUBLIC,
    method: 'GET',
    path: '/health/live',
    operation: 'getLiveness',
    summary: 'Is the service there',
    response: LivenessJson,
  },
  {
    ...PUBLIC,
    method: 'GET',
    path: '/health/ready',
    operation: 'getReadiness',
    summary: 'Can the service run prompts',
    response: ReadinessJson,
    otherResponses: { 503: ReadinessJson },
  },
] as const satisfies readonly Route[];
