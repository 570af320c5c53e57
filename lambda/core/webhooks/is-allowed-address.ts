import ipaddr from 'ipaddr.js';

/** Where requests to addresses that callers name may go. */
export interface AddressPolicy {
  /** Whether they may go to this machine, if their host says so, even without TLS: for local mode. */
  readonly allowsLoopback: boolean;
}

/**
 * All that IPv6 routes globally; what lies elsewhere leads into networks, or embeds an IPv4 address.
 * https://www.iana.org/assignments/ipv6-address-space
 */
const GLOBAL_UNICAST = ipaddr.IPv6.parse('2000::');
const GLOBAL_UNICAST_BITS = 3;

/** Whether an IP address, in whichever spelling, may be connected to: it is a public one, or loopback if that is allowed. */
export const isAllowedAddress = (address: string, { allowsLoopback }: AddressPolicy): boolean => {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range === 'loopback') return allowsLoopback;
  if (range !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_UNICAST, GLOBAL_UNICAST_BITS);
};
