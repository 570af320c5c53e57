import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Principal } from '#core/auth/principal.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { effectiveQuotas } from '#core/limits/effective-quotas.ts';
import type { Limits } from '#core/limits/limits.ts';
import { type RateLimit, rateLimitHeaders } from '#core/limits/rate-limit-headers.ts';
import { takeLimits } from '#core/limits/take-limits.ts';
import { parseSettings } from '#core/settings.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
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

let prompts = 0;

/** Takes for a new prompt of that caller. */
const take = (principal: Principal, ports: ApiPorts, tokens = 1) => {
  prompts += 1;
  const nowMs = ports.clock();
  const prompt = { promptId: `prompt-${prompts}`, nowMs, tokens, leasesEndAtMs: nowMs + 60_000 };
  return takeLimits(effectiveQuotas(principal, ports.settings, nowMs), prompt, ports);
};

const limitsOf = async (principal: Principal, ports: ApiPorts) => (await take(principal, ports)).limits;

const refusalOf = async (attempt: Promise<unknown>): Promise<ServiceError> => {
  const error = await attempt.then(
    () => undefined,
    (reason) => reason,
  );
  assert.ok(error instanceof ServiceError, String(error));
  assert.equal(error.code, 'rate_limit_exceeded');
  return error;
};

const minute = (policy: RateLimit['policy'], quota: number, remaining: number) => ({
  ...{ policy, unit: 'requests' as const, quota, remaining, windowSeconds: 60, resetSeconds: 40 },
});

test('both limits are taken from, and told with what is left of them', async () => {
  const { ports } = withLimits(2, 5);
  await take(BOB, ports);
  assert.deepEqual(await limitsOf(ALICE, ports), [minute('caller-minute', 2, 1), minute('tenant-minute', 5, 3)]);
});

test('limits are written as the structured fields of the RateLimit draft, and as the vendors write theirs', () => {
  const tokens = { policy: 'tenant-tokens', unit: 'tokens', quota: 900, remaining: 500, windowSeconds: 60 } as const;
  const runs = { policy: 'tenant-concurrent', unit: 'concurrent-requests', quota: 3, remaining: 1 } as const;
  const { remaining: _, ...unknown } = minute('tenant-day', 9, 9);
  const limits = [
    ...[minute('caller-minute', 2, 1), minute('tenant-minute', 5, 3), { ...tokens, resetSeconds: 40 }, runs, unknown],
  ];
  assert.deepEqual(rateLimitHeaders(limits, Date.UTC(2026, 10, 22, 12, 0, 20)), {
    'ratelimit-policy':
      '"caller-minute";q=2;w=60, "tenant-minute";q=5;w=60, "tenant-tokens";q=900;w=60;qu="tokens", ' +
      '"tenant-concurrent";q=3;qu="concurrent-requests", "tenant-day";q=9;w=60',
    ratelimit:
      '"caller-minute";r=1;t=40, "tenant-minute";r=3;t=40, "tenant-tokens";r=500;t=40, "tenant-concurrent";r=1',
    'anthropic-ratelimit-requests-limit': '2',
    'anthropic-ratelimit-requests-remaining': '1',
    'anthropic-ratelimit-requests-reset': '2026-11-22T12:01:00.000Z',
    'x-ratelimit-limit-requests': '2',
    'x-ratelimit-remaining-requests': '1',
    'x-ratelimit-reset-requests': '40s',
    'anthropic-ratelimit-tokens-limit': '900',
    'anthropic-ratelimit-tokens-remaining': '500',
    'anthropic-ratelimit-tokens-reset': '2026-11-22T12:01:00.000Z',
    'x-ratelimit-limit-tokens': '900',
    'x-ratelimit-remaining-tokens': '500',
    'x-ratelimit-reset-tokens': '40s',
  });
});

test('fails past the limit of the caller, names all policies, and takes nothing of the tenant', async () => {
  const { ports } = withLimits(1, 5);
  await take(ALICE, ports);
  const error = await refusalOf(take(ALICE, ports));
  assert.equal(error.message, 'This caller may start 1 prompts a minute, and has. Retry in 40 s.');
  assert.equal(error.headers['ratelimit-policy'], '"caller-minute";q=1;w=60, "tenant-minute";q=5;w=60');
  assert.equal(error.headers['ratelimit'], '"caller-minute";r=0;t=40');
  assert.equal((await limitsOf(BOB, ports))[1]?.remaining, 3);
});

test('fails past the limit of the tenant, and takes nothing of the caller', async () => {
  const { ports } = withLimits(2, 1);
  const { giveBack } = await take(BOB, ports);
  const error = await refusalOf(take(ALICE, ports));
  assert.equal(error.message, 'This tenant may start 1 prompts a minute, and has. Retry in 40 s.');
  await refusalOf(take(ALICE, ports));
  await refusalOf(take(ALICE, ports));
  await giveBack();
  // A caller has no more than its tenant.
  assert.deepEqual((await limitsOf(ALICE, ports))[0], minute('caller-minute', 1, 0));
});

test('tenants do not share a limit', async () => {
  const { ports } = withLimits(5, 1);
  await take(ALICE, ports);
  assert.equal((await limitsOf({ ...ALICE, tenantId: 'tenant-2', id: 'key:carol' }, ports))[1]?.remaining, 0);
});

test('the next minute begins anew', async () => {
  const { ports, clock } = withLimits(1, 1);
  await take(ALICE, ports);
  clock.advance(39_999);
  await refusalOf(take(ALICE, ports));
  clock.advance(1);
  assert.equal((await limitsOf(ALICE, ports))[0]?.resetSeconds, 60);
});

for (const [random, retryAfterSeconds] of [
  [0, 40],
  [0.001, 41],
  [0.5, 44],
  [0.999, 48],
] as const) {
  test(`a refused caller waits ${retryAfterSeconds} s of 40 s: spread, but never too short (${random})`, async () => {
    const { ports } = withLimits(1, 1, random);
    await take(ALICE, ports);
    assert.equal((await refusalOf(take(ALICE, ports))).retryAfterSeconds, retryAfterSeconds);
  });
}

const limited = (limits: Limits, tenantLimits: Limits = {}): Principal => ({
  ...ALICE,
  quota: { limits },
  tenantQuota: { limits: tenantLimits },
});

test('tokens are taken as estimated, and a prompt is refused that has not enough of them left', async () => {
  const { ports } = withLimits(100, 100);
  const alice = limited({ tokensPerMinute: 1_000 });
  await take(alice, ports, 600);
  const error = await refusalOf(take(alice, ports, 401));
  assert.match(error.message, /^This caller may use 1000 tokens a minute, too few of which are left/);
  const { limits } = await take(alice, ports, 400);
  assert.equal(limits.find(({ unit }) => unit === 'tokens')?.remaining, 0);
});

test('a prompt of more tokens than a minute has is let in into an empty minute', async () => {
  const { ports } = withLimits(100, 100);
  const alice = limited({ tokensPerMinute: 1_000 });
  await take(alice, ports, 5_000);
  await refusalOf(take(alice, ports, 1));
});

test('fails past the runs at the same time, consumes nothing of the minute, and goes on when one has ended', async () => {
  const { ports } = withLimits(100, 100);
  const alice = limited({}, { concurrentRuns: 1 });
  const running = await take(alice, ports);
  const error = await refusalOf(take(alice, ports));
  assert.match(error.message, /^This tenant may run 1 prompts at the same time, and does/);
  assert.equal(error.retryAfterSeconds, 2);
  assert.match(error.headers['ratelimit-policy'] ?? '', /"tenant-concurrent";q=1;qu="concurrent-requests"/);
  await running.giveBack();
  assert.equal((await limitsOf(alice, ports))[0]?.remaining, 99);
});

test('fails when the table fails, and gives back what was taken until then', async () => {
  const { ports } = withLimits(100, 100);
  const alice = limited({}, { concurrentRuns: 1 });
  const acquire = async () => {
    throw new ServiceError('unavailable', 'The table cannot be written now.');
  };
  await assert.rejects(take(alice, { ...ports, leases: { ...ports.leases, acquire } }), { code: 'unavailable' });
  const { limits } = await take(alice, ports);
  assert.deepEqual(
    limits.map(({ remaining }) => remaining),
    [99, 99, 0],
  );
});
