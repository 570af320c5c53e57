import { z } from 'zod';
import { KeyBody, KeyChanges, RotationBody } from '#core/admin/key-body.ts';
import { KeyJson, NewKeyJson } from '#core/admin/key-json.ts';
import { PrincipalBody } from '#core/admin/principal-body.ts';
import { PrincipalJson } from '#core/admin/principal-json.ts';
import { TenantBody, TenantChanges } from '#core/admin/tenant-body.ts';
import { TenantJson } from '#core/admin/tenant-json.ts';
import { TierJson } from '#core/admin/tier-json.ts';
import { AuditJson } from '#core/audit/audit-json.ts';
import { listJson } from '#core/http/list-json.ts';
import { MonthPageQuery, PageQuery } from '#core/http/page-query.ts';
import { TenantUsageJson } from '#core/usage/tenant-usage.ts';
import { UsageQuery } from '#core/usage/usage-query.ts';
import { UsageReportJson } from '#core/usage/usage-report.ts';
import type { Route } from './route.ts';

const ADMIN = { function: 'admin', credential: 'admin', scope: 'admin' } as const;

const TENANTS = '/admin/tenants';
const TENANT = `${TENANTS}/{id}`;
const KEYS = `${TENANT}/keys`;
const KEY = `${KEYS}/{key_id}`;
const PRINCIPALS = `${TENANT}/principals`;

const DeletedPrincipalJson = z.object({ id: z.string(), object: z.literal('principal'), deleted: z.literal(true) });

const DeletedTenantJson = z.object({ id: z.string(), object: z.literal('tenant'), deleted: z.literal(true) });

/** The administrators' endpoints. */
export const ADMIN_ROUTES = [
  {
    ...ADMIN,
    method: 'GET',
    path: '/admin/settings',
    operation: 'getSettings',
    summary: 'How this deployment is set up',
  },
  {
    ...ADMIN,
    method: 'GET',
    path: '/admin/tiers',
    operation: 'listTiers',
    summary: 'List the tiers and their limits',
    response: listJson(TierJson),
  },
  {
    ...ADMIN,
    method: 'POST',
    path: TENANTS,
    operation: 'createTenant',
    summary: 'Create a tenant',
    body: TenantBody,
    response: TenantJson,
  },
  {
    ...ADMIN,
    method: 'GET',
    path: TENANTS,
    operation: 'listTenants',
    summary: 'List the tenants, by id',
    query: PageQuery,
    response: listJson(TenantJson),
  },
  {
    ...ADMIN,
    method: 'GET',
    path: TENANT,
    operation: 'getTenant',
    summary: 'Read a tenant',
    response: TenantJson,
  },
  {
    ...ADMIN,
    method: 'PATCH',
    path: TENANT,
    operation: 'updateTenant',
    summary: 'Change a tenant: its name, tier, limits, budgets, or whether it is disabled',
    body: TenantChanges,
    response: TenantJson,
  },
  {
    ...ADMIN,
    method: 'DELETE',
    path: TENANT,
    operation: 'deleteTenant',
    summary: 'Delete a tenant: its callers are refused from then on',
    response: DeletedTenantJson,
  },
  {
    ...ADMIN,
    method: 'GET',
    path: `${TENANT}/usage`,
    operation: 'getTenantUsage',
    summary: 'Requests, tokens and cost of a tenant',
    query: UsageQuery,
    response: UsageReportJson,
    csv: true,
  },
  {
    ...ADMIN,
    method: 'POST',
    path: KEYS,
    operation: 'createKey',
    summary: 'Create an API key, which is shown once',
    body: KeyBody,
    response: NewKeyJson,
  },
  {
    ...ADMIN,
    method: 'GET',
    path: KEYS,
    operation: 'listKeys',
    summary: 'List the API keys of a tenant, oldest first',
    query: PageQuery,
    response: listJson(KeyJson),
  },
  {
    ...ADMIN,
    method: 'GET',
    path: KEY,
    operation: 'getKey',
    summary: 'Read an API key',
    response: KeyJson,
  },
  {
    ...ADMIN,
    method: 'PATCH',
    path: KEY,
    operation: 'updateKey',
    summary: 'Change an API key: what it may do, or whether it is disabled',
    body: KeyChanges,
    response: KeyJson,
  },
  {
    ...ADMIN,
    method: 'POST',
    path: `${KEY}/rotate`,
    operation: 'rotateKey',
    summary: 'Give an API key a new secret, which is shown once',
    body: RotationBody,
    response: NewKeyJson,
  },
  {
    ...ADMIN,
    method: 'DELETE',
    path: KEY,
    operation: 'revokeKey',
    summary: 'Revoke an API key for ever',
    response: KeyJson,
  },
  {
    ...ADMIN,
    method: 'POST',
    path: PRINCIPALS,
    operation: 'assignPrincipal',
    summary: 'Let a Cognito user or client belong to a tenant',
    body: PrincipalBody,
    response: PrincipalJson,
  },
  {
    ...ADMIN,
    method: 'GET',
    path: PRINCIPALS,
    operation: 'listPrincipals',
    summary: 'List the Cognito users and clients of a tenant, by id',
    query: PageQuery,
    response: listJson(PrincipalJson),
  },
  {
    ...ADMIN,
    method: 'DELETE',
    path: `${PRINCIPALS}/{principal_id}`,
    operation: 'removePrincipal',
    summary: 'Let a Cognito user or client belong to a tenant no more',
    response: DeletedPrincipalJson,
  },
  {
    ...ADMIN,
    method: 'GET',
    path: '/admin/usage',
    operation: 'listTenantUsage',
    summary: 'What each tenant used in a month of the deployment’s time zone',
    query: MonthPageQuery,
    response: listJson(TenantUsageJson),
  },
  {
    ...ADMIN,
    method: 'GET',
    path: '/admin/audit',
    operation: 'listAudit',
    summary: 'What administrators did in a UTC month, newest first',
    query: MonthPageQuery,
    response: listJson(AuditJson),
  },
] as const satisfies readonly Route[];
