import ipaddr from 'ipaddr.js';

/** Whether a host of a URL, by its name or its address, says that it is this machine. */
export const isLoopbackHost = (host: string): boolean =>
  /^(.+\.)?localhost\.?$/i.test(host) || (ipaddr.isValid(host) && ipaddr.parse(host).range() === 'loopback');
