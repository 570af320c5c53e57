import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IdempotencyClaim, IdempotencyStore } from '#core/idempotency/idempotency-store.ts';
import type { KeptAnswer } from '#core/idempotency/kept-answer.ts';
import type { BodyStore } from '#core/prompts/body-store.ts';
import { createFakeClock, type FakeClock } from '#test/fakes/fake-clock.ts';
import { createMemoryBodyStore } from '#test/fakes/memory-body-store.ts';

const HOUR_MS = 3_600_000;

let keys = 0;

const newClaim = (clock: FakeClock, more: Partial<IdempotencyClaim> = {}): IdempotencyClaim => {
  keys += 1;
  return {
    scope: ['tenant-1', 'key_1', 'createPrompt'],
    key: `key-${keys}`,
    fingerprint: '{"prompt":"Hi"}',
    requestId: 'request-1',
    deadlineAtMs: clock() + 60_000,
    expiresAtSeconds: Math.floor(clock() / 1000) + 86_400,
    ...more,
  };
};

const ANSWERS: Readonly<Record<string, KeptAnswer>> = {
  'a body': {
    kind: 'body',
    status: 200,
    headers: { 'headless-claude-model': 'm' },
    body: { a: [1, { b: 'ü🎉\u0000' }], c: null },
  },
  'a body too large for an item': { kind: 'body', status: 200, headers: {}, body: { text: 'x🎉'.repeat(300_000) } },
  'a stream': { kind: 'events', headers: {}, frames: 'event: a\ndata: {}\n\n' },
  'a stream that was broken off': {
    kind: 'events',
    headers: {},
    frames: 'data: {}\n\n',
    failure: { kind: 'error', code: 'upstream_stalled', message: 'Gone.', source: 'upstream', headers: {} },
  },
  'an error': { kind: 'error', code: 'cli_failed', message: 'It failed.', source: 'cli', headers: { a: 'b' } },
  'no more than that it was answered': { kind: 'nothing', reason: 'why' },
};

/** What every `IdempotencyStore` promises. */
export const testIdempotencyStore = (
  createStore: (world: { clock: FakeClock; bodies: BodyStore }) => IdempotencyStore,
): void => {
  const start = () => {
    const clock = createFakeClock();
    return { clock, store: createStore({ clock, bodies: createMemoryBodyStore() }) };
  };

  test('a key is claimed by the first who asks, and by nobody else', async () => {
    const { clock, store } = start();
    const claim = newClaim(clock);
    assert.equal(await store.claim(claim), undefined);
    const again = { ...claim, requestId: 'request-2', deadlineAtMs: clock() + 99_000 };
    assert.deepEqual(await store.claim(again), { isSameRequest: true, deadlineAtMs: claim.deadlineAtMs });
  });

  test('of many who claim a key at once, one gets it', async () => {
    const { clock, store } = start();
    const claim = newClaim(clock);
    const claims = Array.from({ length: 20 }, (_, index) => store.claim({ ...claim, requestId: `request-${index}` }));
    assert.equal((await Promise.all(claims)).filter((earlier) => earlier === undefined).length, 1);
  });

  for (const [what, answer] of Object.entries(ANSWERS)) {
    test(`${what} is kept as it was`, async () => {
      const { clock, store } = start();
      const claim = newClaim(clock);
      await store.claim(claim);
      await store.finish(claim, answer);
      assert.deepEqual((await store.claim({ ...claim, requestId: 'request-2' }))?.answer, answer);
    });
  }

  test('another request with the key is told apart, and not given the answer', async () => {
    const { clock, store } = start();
    const claim = newClaim(clock);
    await store.claim(claim);
    await store.finish(claim, { kind: 'nothing', reason: '' });
    const { deadlineAtMs } = claim;
    assert.deepEqual(await store.claim({ ...claim, fingerprint: '{}' }), { isSameRequest: false, deadlineAtMs });
  });

  test('the same key of another tenant, caller or route is another', async () => {
    const { clock, store } = start();
    const claim = newClaim(clock);
    await store.claim(claim);
    const scopes = [
      ['tenant-2', 'key_1', 'createPrompt'],
      ['tenant-1', 'key_2', 'createPrompt'],
      ['tenant-1', 'key_1', 'createMessage'],
      ['tenant-1key_1', '', 'createPrompt'],
    ];
    for (const scope of scopes) assert.equal(await store.claim({ ...claim, scope }), undefined, String(scope));
  });

  test('a key that was given back may be claimed again, and only its owner gives it back', async () => {
    const { clock, store } = start();
    const claim = newClaim(clock);
    const other = { ...claim, requestId: 'request-2' };
    await store.claim(claim);
    await store.release(other);
    assert.notEqual(await store.claim(other), undefined);
    await store.release(claim);
    await store.release(claim);
    assert.equal(await store.claim(other), undefined);
  });

  test('a key is forgotten when its time is over, also before it is deleted', async () => {
    const { clock, store } = start();
    const claim = newClaim(clock);
    await store.claim(claim);
    await store.finish(claim, { kind: 'nothing', reason: '' });
    clock.advance(24 * HOUR_MS + 1000);
    assert.equal(await store.claim({ ...newClaim(clock), key: claim.key, requestId: 'request-2' }), undefined);
  });

  test('fails to keep an answer for a claim that is not there', async () => {
    const { clock, store } = start();
    await assert.rejects(store.finish(newClaim(clock), { kind: 'nothing', reason: '' }));
  });
};
