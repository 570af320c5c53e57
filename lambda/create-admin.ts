import middy from '@middy/core';
import { executionModeStandard } from '@middy/core/Standard';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { AdminActPorts } from '#core/admin/admin-ports.ts';
import type { IdempotencyStore } from '#core/idempotency/idempotency-store.ts';
import type { UsageStore } from '#core/usage/usage-store.ts';
import { dispatch } from '#lambda/http/dispatch.ts';
import { normalizedHeaders } from '#middleware/normalized-headers.ts';
import { problemDetails } from '#middleware/problem-details.ts';
import { type LogPorts, requestLog } from '#middleware/request-log.ts';
import { responseBody } from '#middleware/response-body.ts';
import { responseHeaders } from '#middleware/response-headers.ts';
import { getKey, listKeys, patchKey, postKey, postRotation, removeKey } from '#routes/admin-keys.ts';
import { deletePrincipal, listPrincipals, postPrincipal } from '#routes/admin-principals.ts';
import { getTenantUsage, listAudit, listTenantUsage, listTiers } from '#routes/admin-reports.ts';
import { getTenant, listTenants, patchTenant, postTenant, removeTenant } from '#routes/admin-tenants.ts';
import { getSettings } from '#routes/settings.ts';

/** What the admin function needs of the world. */
export interface AdminPorts extends AdminActPorts, LogPorts {
  readonly usage: UsageStore;
  readonly idempotency: IdempotencyStore;
  readonly report: (message: string, error: unknown) => void;
}

/** The admin function: everything under /admin, behind Cognito's own authorizer. */
export const createAdmin = (ports: AdminPorts) =>
  middy<APIGatewayProxyEvent>({ executionMode: executionModeStandard, timeoutEarlyInMillis: 0 })
    .use(normalizedHeaders())
    .use(requestLog(ports))
    .use(responseHeaders(ports.settings.allowedOrigin))
    .use(responseBody(ports.report))
    .use(problemDetails(ports.report))
    .handler(
      dispatch(
        {
          getSettings: getSettings(ports.settings),
          listTiers: listTiers(ports),
          createTenant: postTenant(ports),
          listTenants: listTenants(ports),
          getTenant: getTenant(ports),
          updateTenant: patchTenant(ports),
          deleteTenant: removeTenant(ports),
          getTenantUsage: getTenantUsage(ports),
          createKey: postKey(ports),
          listKeys: listKeys(ports),
          getKey: getKey(ports),
          updateKey: patchKey(ports),
          rotateKey: postRotation(ports),
          revokeKey: removeKey(ports),
          assignPrincipal: postPrincipal(ports),
          listPrincipals: listPrincipals(ports),
          removePrincipal: deletePrincipal(ports),
          listTenantUsage: listTenantUsage(ports),
          listAudit: listAudit(ports),
        },
        ports,
      ),
    );
