import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Principal } from '#core/auth/principal.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { rateLimitHeaders } from '#core/limits/rate-limit-headers.ts';
import { takeRate } from '#core/limits/take-rate.ts';
import { parseSettings } from '#core/settings.ts';
import { ALICE, createFakePorts } from '#test/fakes/fake-ports.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

const BOB: Principal = { ...ALICE, id: 'key:bob' };

/** Ports with a tier of so many requests per minute, 40 seconds before the minute is over. */
const withLimits = (perPrincipal: number, perTenant: number, random = 0) => {
  const limits = { requestsPerMinutePerPrincipal: perPrincipal, requestsPerMinutePerTenant: perTenant };
  const settings = parseSettings({ tiers: { standard: limits } });
  const fake = createFakePorts(createScriptedRunner([]), { settings, random: () => random });
  fake.clock.advance(20_000);
  return fake;
};

const refusalOf = async (attempt: Promise<unknown>): Promise<ServiceError> => {
  const error = await attempt.then(
    () => undefined,
    (reason) => reason,
  );
  assert.ok(error instanceof ServiceError);
  assert.equal(error.code, 'rate_limit_exceeded');
  return error;
};

test('both limits are taken from, and told with what is left of them', async () => {
  const { ports } = withLimits(2, 5);
  await takeRate(BOB, ports);
  assert.deepEqual(await takeRate(ALICE, ports), [
    { policy: 'caller-minute', quota: 2, remaining: 1, resetSeconds: 40 },
    { policy: 'tenant-minute', quota: 5, remaining: 3, resetSeconds: 40 },
  ]);
});

test('limits are written as the structured fields of the RateLimit draft', () => {
  const limits = [
    { policy: 'caller-minute', quota: 2, remaining: 1, resetSeconds: 40 },
    { policy: 'tenant-minute', quota: 5, remaining: 3, resetSeconds: 40 },
  ];
  assert.deepEqual(rateLimitHeaders(limits), {
    'ratelimit-policy': '"caller-minute";q=2;w=60, "tenant-minute";q=5;w=60',
    ratelimit: '"caller-minute";r=1;t=40, "tenant-minute";r=3;t=40',
  });
});

test('fails past the limit of the caller, and takes nothing of the tenant', async () => {
  const { ports } = withLimits(1, 5);
  await takeRate(ALICE, ports);
  const error = await refusalOf(takeRate(ALICE, ports));
  assert.equal(error.message, 'This caller may start 1 prompts a minute, and has. Retry in 40 s.');
  assert.deepEqual(error.headers, {
    'ratelimit-policy': '"caller-minute";q=1;w=60',
    ratelimit: '"caller-minute";r=0;t=40',
  });
  assert.equal((await takeRate(BOB, ports))[1]?.remaining, 3);
});

test('fails past the limit of the tenant, and takes nothing of the caller', async () => {
  const { ports, clock } = withLimits(2, 1);
  await takeRate(BOB, ports);
  const error = await refusalOf(takeRate(ALICE, ports));
  assert.equal(error.message, 'This tenant may start 1 prompts a minute, and has. Retry in 40 s.');
  assert.equal(error.headers['ratelimit'], '"tenant-minute";r=0;t=40');
  await refusalOf(takeRate(ALICE, ports));
  await refusalOf(takeRate(ALICE, ports));
  assert.equal(await ports.rateLimits.take(windowOf('principal:key:alice', clock())), 1);
});

const windowOf = (subject: string, nowMs: number) => {
  const startsAtMs = nowMs - (nowMs % 60_000);
  return { subject, startsAtMs, endsAtMs: startsAtMs + 60_000, limit: 2 };
};

test('tenants do not share a limit', async () => {
  const { ports } = withLimits(5, 1);
  await takeRate(ALICE, ports);
  await takeRate({ ...ALICE, tenantId: 'tenant-2', id: 'key:carol' }, ports);
});

test('the next minute begins anew', async () => {
  const { ports, clock } = withLimits(1, 1);
  await takeRate(ALICE, ports);
  clock.advance(39_999);
  await refusalOf(takeRate(ALICE, ports));
  clock.advance(1);
  assert.equal((await takeRate(ALICE, ports))[0]?.resetSeconds, 60);
});

for (const [random, retryAfterSeconds] of [
  [0, 40],
  [0.001, 41],
  [0.5, 44],
  [0.999, 48],
] as const) {
  test(`a refused caller waits ${retryAfterSeconds} s of 40 s: spread, but never too short (${random})`, async () => {
    const { ports } = withLimits(1, 1, random);
    await takeRate(ALICE, ports);
    assert.equal((await refusalOf(takeRate(ALICE, ports))).retryAfterSeconds, retryAfterSeconds);
  });
}

test('a caller of a tier that is no more has the limits of the default tier', async () => {
  const { ports } = withLimits(7, 9);
  assert.equal((await takeRate({ ...ALICE, tier: 'gold' }, ports))[0]?.quota, 7);
});
