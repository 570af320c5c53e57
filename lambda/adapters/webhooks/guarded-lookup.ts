import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { AddressPolicy } from '#core/webhooks/is-allowed-address.ts';
import { mayReach } from '#core/webhooks/may-reach.ts';
import { RefusedAddress } from './refused-address.ts';

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/**
 * What sockets look names up by: gives addresses only if every one of them may be connected to.
 *
 * A name is resolved once per connection, and the connection goes to what was checked, so a name that leads elsewhere
 * the next time gains nothing.
 */
export const createGuardedLookup = (resolve: Resolve, policy: AddressPolicy): LookupFunction => {
  const lookUp = async (hostname: string): Promise<readonly [LookupAddress, ...LookupAddress[]]> => {
    const [first, ...others] = await resolve(hostname);
    if (!first) throw Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' });
    const addresses = [first, ...others] as const;
    if (addresses.every(({ address }) => mayReach(hostname, address, policy))) return addresses;
    throw new RefusedAddress(hostname);
  };

  return (hostname, { all = false }, callback) => {
    lookUp(hostname).then(
      (addresses) => (all ? callback(null, [...addresses]) : callback(null, addresses[0].address, addresses[0].family)),
      (error) => callback(error, []),
    );
  };
};
