import type { Principal } from '#core/auth/principal.ts';
import type { JobOwner } from '#core/jobs/job.ts';

/** The caller as the owner of jobs to come: who it is, not what it may do, which is looked up when they run. */
export const ownerOf = ({ kind, id, tenantId, scopes }: Principal): JobOwner => ({
  ...{ kind, id, tenantId },
  scopes: [...scopes],
});
