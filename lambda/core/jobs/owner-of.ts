import type { Principal } from '#core/auth/principal.ts';
import type { JobOwner } from './job.ts';

type Caller = Pick<Principal, 'kind' | 'id' | 'tenantId' | 'scopes'>;

/** The caller as the owner of jobs to come: who it is, not what it may do, which is looked up when they run. */
export const ownerOf = ({ kind, id, tenantId, scopes }: Caller): JobOwner => ({
  ...{ kind, id, tenantId },
  scopes: [...scopes],
});
