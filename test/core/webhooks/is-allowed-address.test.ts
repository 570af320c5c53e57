import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { isAllowedAddress } from '#core/webhooks/is-allowed-address.ts';

const CLOSED = { allowsLoopback: false };
const LOCAL = { allowsLoopback: true };

const PUBLIC = ['1.1.1.1', '8.8.8.8', '52.94.236.248', '2606:4700:4700::1111', '2a00:1450:4001:830::200e'];

const LOOPBACK = ['127.0.0.1', '127.255.255.254', '::1', '0:0:0:0:0:0:0:1'];

const REFUSED: Readonly<Record<string, readonly string[]>> = {
  unspecified: ['0.0.0.0', '0.1.2.3', '::'],
  private: ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  'link-local': ['169.254.0.1', 'fe80::1', 'fe80::1%eth0'],
  'of instance metadata': ['169.254.169.254', '169.254.170.2', 'fd00:ec2::254'],
  'behind a carrier’s NAT': ['100.64.0.1', '100.127.255.255'],
  'unique local': ['fc00::1', 'fd12:3456:789a::1'],
  'site-local': ['fec0::1'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1'],
  broadcast: ['255.255.255.255'],
  reserved: ['192.0.0.1', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '240.0.0.1', '192.88.99.1'],
  documentation: ['2001:db8::1', '3fff::1'],
  'IPv4-mapped': ['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:a9fe:a9fe', '::ffff:8.8.8.8'],
  'IPv4-compatible': ['::127.0.0.1', '::a9fe:a9fe', '::8.8.8.8'],
  'IPv4-translated': ['::ffff:0:127.0.0.1'],
  NAT64: ['64:ff9b::127.0.0.1', '64:ff9b::8.8.8.8', '64:ff9b:1::a00:1'],
  '6to4': ['2002:7f00:1::', '2002:a00:1::1'],
  Teredo: ['2001::1', '2001:0:53aa:64c:0:0:f5ff:fffe'],
  'of no one': ['100::1', '4000::1', '5f00::1', '8000::1'],
  'loopback in another spelling': ['0x7f000001', '2130706433', '017700000001', '127.1', '0177.0.0.1'],
  'none at all': ['', 'localhost', 'example.com', '1.2.3.4.5', '10.0.0.0/8', '1.1.1.1 ', '[::1]'],
};

for (const address of PUBLIC) {
  test(`${address} may be connected to`, () => assert.equal(isAllowedAddress(address, CLOSED), true));
}

describe('fails an address that is', () => {
  for (const [kind, addresses] of Object.entries(REFUSED)) {
    for (const address of addresses) {
      test(`${kind}: ${address}`, () => assert.equal(isAllowedAddress(address, CLOSED), false));
    }
  }
});

test('loopback may be connected to only where it is allowed, and nothing else is then', () => {
  for (const address of LOOPBACK) {
    assert.deepEqual([isAllowedAddress(address, CLOSED), isAllowedAddress(address, LOCAL)], [false, true], address);
  }
  const others = Object.entries(REFUSED).filter(([kind]) => kind !== 'loopback in another spelling');
  for (const address of others.flatMap(([, addresses]) => addresses)) {
    assert.equal(isAllowedAddress(address, LOCAL), false, address);
  }
});

test('no IPv6 address that embeds one of IPv4 may be connected to, whichever that is', () => {
  const prefixes = ['::', '::ffff:', '::ffff:0:', '64:ff9b::', '64:ff9b:1::', '2002:'];
  fc.assert(
    fc.property(fc.ipV4(), fc.constantFrom(...prefixes), (ipV4, prefix) => {
      const [a = 0, b = 0, c = 0, d = 0] = ipV4.split('.').map(Number);
      const embedded = [(a << 8) | b, (c << 8) | d].map((part) => part.toString(16)).join(':');
      const address = prefix === '2002:' ? `2002:${embedded}::1` : prefix + embedded;
      return !isAllowedAddress(address, CLOSED);
    }),
  );
});

test('no IPv6 address outside of 2000::/3 may be connected to', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 }), (parts) => {
      const isGlobal = (parts[0] ?? 0) >> 13 === 1;
      return isGlobal || !isAllowedAddress(parts.map((part) => part.toString(16)).join(':'), CLOSED);
    }),
  );
});
