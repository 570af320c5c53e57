import type { Tenant } from '#core/tenants/tenant.ts';
import type { TenantStore } from '#core/tenants/tenant-store.ts';

/** Stands in for the table: keeps tenants in memory. */
export const createMemoryTenantStore = (): TenantStore => {
  const tenants = new Map<string, Tenant>();
  return {
    get: async (id) => tenants.get(id),
    list: async ({ limit, after = '' }) => {
      const found = [...tenants.values()].filter(({ id }) => id > after).sort((a, b) => (a.id < b.id ? -1 : 1));
      const page = found.slice(0, limit);
      const lastId = page.at(-1)?.id;
      return { tenants: page, hasMore: found.length > limit, ...(lastId !== undefined && { lastId }) };
    },
    create: async (tenant) => {
      if (tenants.has(tenant.id)) return false;
      tenants.set(tenant.id, tenant);
      return true;
    },
    replace: async (tenant) => {
      if (tenants.get(tenant.id)?.version !== tenant.version) return undefined;
      const changed = { ...tenant, version: tenant.version + 1 };
      tenants.set(tenant.id, changed);
      return changed;
    },
    delete: async ({ id, version }) => tenants.get(id)?.version === version && tenants.delete(id),
  };
};
