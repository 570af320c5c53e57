import { type AddressPolicy, isAllowedAddress } from './is-allowed-address.ts';
import { isLoopbackHost } from './is-loopback-host.ts';

/**
 * Whether a host of a URL may be reached at that address.
 *
 * Only a host that says that it is this machine may lead there: no name that somebody else controls does.
 */
export const mayReach = (host: string, address: string, { allowsLoopback }: AddressPolicy): boolean =>
  isAllowedAddress(address, { allowsLoopback: allowsLoopback && isLoopbackHost(host) });
