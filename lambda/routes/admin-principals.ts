import type { AdminActPorts } from '#core/admin/admin-ports.ts';
import { assignPrincipal } from '#core/admin/assign-principal.ts';
import { toPrincipalJson } from '#core/admin/principal-json.ts';
import { removePrincipal } from '#core/admin/remove-principal.ts';
import { toListJson } from '#core/http/list-json.ts';
import type { RouteHandler } from '#lambda/http/api-request.ts';
import { pathId } from './path-id.ts';

/** `POST /admin/tenants/{id}/principals` */
export const postPrincipal =
  (ports: AdminActPorts): RouteHandler<'assignPrincipal'> =>
  async (request) => ({
    body: toPrincipalJson(await assignPrincipal(pathId(request, 'id'), request.body.id, request, ports)),
  });

/** `GET /admin/tenants/{id}/principals`: in the order of their ids; those of a deleted tenant too. */
export const listPrincipals =
  ({ assignments }: AdminActPorts): RouteHandler<'listPrincipals'> =>
  async (request) => {
    const { limit, after } = request.query;
    const page = await assignments.list(pathId(request, 'id'), { limit, ...(after !== undefined && { after }) });
    return { body: toListJson(page.assignments.map(toPrincipalJson), page.hasMore, page.lastId) };
  };

/** `DELETE /admin/tenants/{id}/principals/{principal_id}` */
export const deletePrincipal =
  (ports: AdminActPorts): RouteHandler<'removePrincipal'> =>
  async (request) => {
    const id = pathId(request, 'principal_id');
    await removePrincipal(pathId(request, 'id'), id, request, ports);
    return { body: { id, object: 'principal', deleted: true } };
  };
