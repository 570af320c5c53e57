import type { AdminActPorts } from '#core/admin/admin-ports.ts';
import { createTenant } from '#core/admin/create-tenant.ts';
import { deleteTenant } from '#core/admin/delete-tenant.ts';
import { toTenantJson } from '#core/admin/tenant-json.ts';
import { updateTenant } from '#core/admin/update-tenant.ts';
import { toListJson } from '#core/http/list-json.ts';
import { findTenant } from '#core/tenants/find-tenant.ts';
import type { RouteHandler } from '#lambda/http/api-request.ts';
import { pathId } from './path-id.ts';

/** `POST /admin/tenants` */
export const postTenant =
  (ports: AdminActPorts): RouteHandler<'createTenant'> =>
  async (request) => ({ body: toTenantJson(await createTenant(request.body, request, ports)) });

/** `GET /admin/tenants`: those that have a record, in the order of their ids. */
export const listTenants =
  ({ tenants }: AdminActPorts): RouteHandler<'listTenants'> =>
  async ({ query: { limit, after } }) => {
    const page = await tenants.list({ limit, ...(after !== undefined && { after }) });
    return { body: toListJson(page.tenants.map(toTenantJson), page.hasMore, page.lastId) };
  };

/** `GET /admin/tenants/{id}` */
export const getTenant =
  ({ tenants }: AdminActPorts): RouteHandler<'getTenant'> =>
  async (request) => ({ body: toTenantJson(await findTenant(pathId(request, 'id'), tenants)) });

/** `PATCH /admin/tenants/{id}` */
export const patchTenant =
  (ports: AdminActPorts): RouteHandler<'updateTenant'> =>
  async (request) => ({ body: toTenantJson(await updateTenant(pathId(request, 'id'), request.body, request, ports)) });

/** `DELETE /admin/tenants/{id}` */
export const removeTenant =
  (ports: AdminActPorts): RouteHandler<'deleteTenant'> =>
  async (request) => {
    await deleteTenant(pathId(request, 'id'), request, ports);
    return { body: { id: pathId(request, 'id'), object: 'tenant', deleted: true } };
  };
