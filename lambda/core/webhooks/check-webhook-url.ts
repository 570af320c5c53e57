import ipaddr from 'ipaddr.js';
import { ServiceError } from '#core/errors/service-error.ts';
import type { AddressPolicy } from './is-allowed-address.ts';
import { isLoopbackHost } from './is-loopback-host.ts';
import { mayReach } from './may-reach.ts';

const problemOf = (text: string, policy: AddressPolicy): string | undefined => {
  const url = URL.parse(text);
  if (!url) return 'must be a URL such as https://example.com/webhooks';
  // The URL standard writes an IPv4 address in four decimal parts, however it was spelt.
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const isLoopback = isLoopbackHost(host);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback && policy.allowsLoopback)) {
    return policy.allowsLoopback ? 'must begin with https://, or http:// for loopback' : 'must begin with https://';
  }
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or a password';
  if (url.port === '0') return 'must not name port 0';
  const isOpen = ipaddr.isValid(host) ? mayReach(host, host, policy) : !isLoopback || policy.allowsLoopback;
  return isOpen ? undefined : 'must lead to a public address';
};

/**
 * Checks an address that events are to be sent to, as far as that can be told without asking for its name: what that
 * leads to is checked with every connection.
 *
 * @param pointer where it stands in the body.
 * @throws ServiceError `invalid_request` saying what it must be.
 */
export const checkWebhookUrl = (url: string, policy: AddressPolicy, pointer = '/url'): void => {
  const message = problemOf(url, policy);
  if (message === undefined) return;
  const fields = [{ pointer, message }];
  throw new ServiceError('invalid_request', `The address for webhooks cannot be used: it ${message}.`, { fields });
};
