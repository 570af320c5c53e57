import type { Clock } from '#core/clock.ts';
import type { LeaseStore } from '#core/limits/lease-store.ts';

/** Stands in for the table: keeps leases in memory. */
export const createMemoryLeaseStore = (clock: Clock): LeaseStore => {
  const subjects = new Map<string, Map<string, number>>();

  const leasesOf = (subject: string): Map<string, number> => {
    const standing = [...(subjects.get(subject) ?? [])].filter(([, expiresAtMs]) => expiresAtMs > clock());
    const leases = new Map(standing);
    subjects.set(subject, leases);
    return leases;
  };

  return {
    acquire: async (subject, { promptId, expiresAtMs }, limit) => {
      const leases = leasesOf(subject);
      if (!leases.has(promptId) && leases.size >= limit) return undefined;
      leases.set(promptId, expiresAtMs);
      return leases.size;
    },
    release: async (subject, promptId) => {
      leasesOf(subject).delete(promptId);
    },
    count: async (subject) => leasesOf(subject).size,
  };
};
