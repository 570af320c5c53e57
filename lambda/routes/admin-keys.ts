import type { AdminActPorts } from '#core/admin/admin-ports.ts';
import { changeKey } from '#core/admin/change-key.ts';
import { changedKey } from '#core/admin/changed-key.ts';
import { createKey } from '#core/admin/create-key.ts';
import { toKeyJson } from '#core/admin/key-json.ts';
import { revokeKey } from '#core/admin/revoke-key.ts';
import { rotateKey } from '#core/admin/rotate-key.ts';
import type { NewApiKey } from '#core/auth/api-key-maker.ts';
import { findKey } from '#core/auth/find-key.ts';
import { toListJson } from '#core/http/list-json.ts';
import { findTenant } from '#core/tenants/find-tenant.ts';
import type { ApiResponse, RouteHandler } from '#lambda/http/api-request.ts';
import { pathId } from './path-id.ts';

const idsOf = (request: Parameters<typeof pathId>[0]) => ({
  tenantId: pathId(request, 'id'),
  keyId: pathId(request, 'key_id'),
});

const newKey = ({ key, record }: NewApiKey, nowMs: number): ApiResponse => ({
  body: { ...toKeyJson(record, nowMs), key },
  holdsSecret: true,
});

/** `POST /admin/tenants/{id}/keys` */
export const postKey =
  (ports: AdminActPorts): RouteHandler<'createKey'> =>
  async (request) =>
    newKey(await createKey(idsOf(request).tenantId, request.body, request, ports), ports.clock());

/** `GET /admin/tenants/{id}/keys`: oldest first, revoked ones too. */
export const listKeys =
  ({ tenants, apiKeys, clock }: AdminActPorts): RouteHandler<'listKeys'> =>
  async (request) => {
    const { limit, after } = request.query;
    const { id } = await findTenant(idsOf(request).tenantId, tenants);
    const page = await apiKeys.list(id, { limit, ...(after !== undefined && { after }) });
    const keys = page.keys.map((key) => toKeyJson(key, clock()));
    return { body: toListJson(keys, page.hasMore, page.lastId) };
  };

/** `GET /admin/tenants/{id}/keys/{key_id}` */
export const getKey =
  ({ apiKeys, clock }: AdminActPorts): RouteHandler<'getKey'> =>
  async (request) => {
    const { tenantId, keyId } = idsOf(request);
    return { body: toKeyJson(await findKey(tenantId, keyId, apiKeys), clock()) };
  };

/** `PATCH /admin/tenants/{id}/keys/{key_id}` */
export const patchKey =
  (ports: AdminActPorts): RouteHandler<'updateKey'> =>
  async (request) => {
    const { settings, clock } = ports;
    const { tenantId, keyId } = idsOf(request);
    const tenant = await findTenant(tenantId, ports.tenants);
    const nowMs = clock();
    const changed = await changeKey(
      {
        ...{ action: 'key.updated', tenantId, keyId },
        change: (key) => changedKey(key, request.body, { tenant, settings, nowMs }),
      },
      request,
      ports,
    );
    return { body: toKeyJson(changed, nowMs) };
  };

/** `POST /admin/tenants/{id}/keys/{key_id}/rotate` */
export const postRotation =
  (ports: AdminActPorts): RouteHandler<'rotateKey'> =>
  async (request) => {
    const graceSeconds = request.body.grace_seconds;
    return newKey(await rotateKey({ ...idsOf(request), graceSeconds }, request, ports), ports.clock());
  };

/** `DELETE /admin/tenants/{id}/keys/{key_id}`: revokes it; its record stays. */
export const removeKey =
  (ports: AdminActPorts): RouteHandler<'revokeKey'> =>
  async (request) => {
    const { tenantId, keyId } = idsOf(request);
    return { body: toKeyJson(await revokeKey(tenantId, keyId, request, ports), ports.clock()) };
  };
