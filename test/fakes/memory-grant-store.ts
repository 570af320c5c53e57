import type { Clock } from '#core/clock.ts';
import type { Grant } from '#core/grants/grant.ts';
import type { GrantStore } from '#core/grants/grant-store.ts';

/** Stands in for the table: keeps grants in memory. */
export const createMemoryGrantStore = (clock: Clock): GrantStore => {
  const grants = new Map<string, Grant>();
  return {
    create: async (grant) => {
      if (grants.has(grant.runId)) throw new Error(`there is a grant of ${grant.runId}`);
      grants.set(grant.runId, grant);
    },
    get: async (runId) => {
      const grant = grants.get(runId);
      return grant && grant.expiresAtSeconds * 1000 > clock() ? grant : undefined;
    },
    replace: async ({ runId, version, isClosed, spent, reservations }) => {
      const stored = grants.get(runId);
      if (stored?.version !== version) return undefined;
      const replaced = { ...stored, isClosed, spent, reservations, version: version + 1 };
      grants.set(runId, replaced);
      return replaced;
    },
  };
};
