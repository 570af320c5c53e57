import { ServiceError } from '#core/errors/service-error.ts';
import { replaceLatest } from '#core/replace-latest.ts';
import type { Grant } from './grant.ts';
import type { GrantStore } from './grant-store.ts';

/**
 * Changes a grant, however many others change it at the same time.
 *
 * @param known the grant as last seen: it saves a read if it is not out of date
 * @param change makes of the grant what it is to be: the same object, if nothing. Called until it was given the latest.
 * @returns the grant as it now stands.
 * @throws ServiceError `unavailable` if it is changed by others all the time, or is gone.
 */
export const changeGrant = (grants: GrantStore, known: Grant, change: (grant: Grant) => Grant): Promise<Grant> =>
  replaceLatest({
    name: `The grant of ${known.runId}`,
    known,
    read: async () => {
      const grant = await grants.get(known.runId);
      if (!grant) throw new ServiceError('unavailable', `The grant of ${known.runId} is gone.`);
      return grant;
    },
    replace: grants.replace,
    change,
    // Far more than calls of one run can need.
    maxTries: 200,
  });
