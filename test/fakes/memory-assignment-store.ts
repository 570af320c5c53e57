import type { Assignment } from '#core/tenants/assignment.ts';
import type { AssignmentStore } from '#core/tenants/assignment-store.ts';

/** Stands in for the table: keeps in memory who belongs to which tenant. */
export const createMemoryAssignmentStore = (): AssignmentStore => {
  const assignments = new Map<string, Assignment>();
  return {
    find: async (principalId) => assignments.get(principalId),
    list: async (tenantId, { limit, after = '' }) => {
      const found = [...assignments.values()]
        .filter((assignment) => assignment.tenantId === tenantId && assignment.principalId > after)
        .sort((a, b) => (a.principalId < b.principalId ? -1 : 1));
      const page = found.slice(0, limit);
      const lastId = page.at(-1)?.principalId;
      return { assignments: page, hasMore: found.length > limit, ...(lastId !== undefined && { lastId }) };
    },
    assign: async (assignment) => {
      assignments.set(assignment.principalId, assignment);
    },
    remove: async (tenantId, principalId) =>
      assignments.get(principalId)?.tenantId === tenantId && assignments.delete(principalId),
  };
};
