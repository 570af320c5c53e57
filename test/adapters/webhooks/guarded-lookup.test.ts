import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { isIPv6 } from 'node:net';
import { test } from 'node:test';
import { createGuardedLookup, type Resolve } from '#adapters/webhooks/guarded-lookup.ts';

const CLOSED = { allowsLoopback: false };
const LOCAL = { allowsLoopback: true };

/** A resolver that gives one list of addresses after the other. */
const resolver = (...answers: readonly (readonly string[])[]): Resolve => {
  let asked = 0;
  return async () => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    return addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  };
};

/** Looks up as sockets do: all addresses, or one. */
const lookUp = (resolve: Resolve, { host = 'hooks.example', all = true, policy = CLOSED } = {}) =>
  new Promise<string | LookupAddress[]>((pass, fail) => {
    createGuardedLookup(resolve, policy)(host, { all }, (error, address) => (error ? fail(error) : pass(address)));
  });

test('a name that leads to public addresses is looked up', async () => {
  const resolve = resolver(['1.1.1.1', '2606:4700::1']);
  assert.deepEqual(await lookUp(resolve), [
    { address: '1.1.1.1', family: 4 },
    { address: '2606:4700::1', family: 6 },
  ]);
  assert.equal(await lookUp(resolve, { all: false }), '1.1.1.1');
});

const INNER = ['127.0.0.1', '10.0.0.1', '169.254.169.254', '::1', '::ffff:10.0.0.1', 'fd00::1', 'fe80::1', '0.0.0.0'];

for (const address of INNER) {
  test(`fails for a name that leads to ${address}, alone or beside a public one`, async () => {
    for (const addresses of [[address], ['1.1.1.1', address], [address, '1.1.1.1']]) {
      for (const policy of [CLOSED, LOCAL]) {
        await assert.rejects(lookUp(resolver(addresses), { policy }), ({ name, message }: Error) => {
          assert.equal(name, 'RefusedAddress');
          assert.ok(!message.includes(address));
          return true;
        });
      }
    }
  });
}

test('fails for a name that leads to a public address first, and then to an inner one', async () => {
  const resolve = resolver(['1.1.1.1'], ['127.0.0.1']);
  await lookUp(resolve);
  await assert.rejects(lookUp(resolve), { name: 'RefusedAddress' });
});

test('a name that says that it is this machine may lead there where that is allowed, and nowhere else inside', async () => {
  assert.equal(await lookUp(resolver(['127.0.0.1']), { host: 'localhost', all: false, policy: LOCAL }), '127.0.0.1');
  await assert.rejects(lookUp(resolver(['127.0.0.1']), { host: 'localhost' }), { name: 'RefusedAddress' });
  await assert.rejects(lookUp(resolver(['10.0.0.1']), { host: 'localhost', policy: LOCAL }), {
    name: 'RefusedAddress',
  });
});

test('fails for a name without an address, or that cannot be looked up', async () => {
  await assert.rejects(lookUp(resolver([])), { code: 'ENOTFOUND' });
  await assert.rejects(
    lookUp(async () => {
      throw Object.assign(new Error('no'), { code: 'EAI_AGAIN' });
    }),
    { code: 'EAI_AGAIN' },
  );
});
