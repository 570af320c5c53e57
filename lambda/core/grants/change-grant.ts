import { ServiceError } from '#core/errors/service-error.ts';
import type { Grant } from './grant.ts';
import type { GrantStore } from './grant-store.ts';

/** Whoever fails has seen another succeed, so this is far more than calls of one run can need. */
const MAX_TRIES = 200;

/**
 * Changes a grant, however many others change it at the same time.
 *
 * @param known the grant as last seen: it saves a read if it is not out of date
 * @param change makes of the grant what it is to be: the same object, if nothing. Called until it was given the latest.
 * @returns the grant as it now stands.
 * @throws ServiceError `unavailable` if it is changed by others all the time, or is gone.
 */
export const changeGrant = async (
  grants: GrantStore,
  known: Grant,
  change: (grant: Grant) => Grant,
): Promise<Grant> => {
  let grant: Grant | undefined = known;
  for (let tries = 0; grant && tries < MAX_TRIES; tries += 1) {
    const changed = change(grant);
    const isLatest = tries > 0;
    if (changed === grant && isLatest) return grant;
    const stored = changed === grant ? undefined : await grants.replace(changed);
    if (stored) return stored;
    grant = await grants.get(known.runId);
  }
  throw new ServiceError('unavailable', `The grant of ${known.runId} cannot be changed at the moment.`);
};
