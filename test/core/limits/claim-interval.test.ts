import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimInterval } from '#core/limits/claim-interval.ts';
import { createMemoryRateLimitStore } from '#test/fakes/memory-rate-limit-store.ts';

test('an interval is claimed once, by each job, and the next one is free', async () => {
  const rateLimits = createMemoryRateLimitStore();
  const claim = (job: string, nowMs: number) => claimInterval(job, 1_000, nowMs, rateLimits);
  assert.equal(await claim('sweeper', 0), true);
  assert.equal(await claim('sweeper', 999), false);
  assert.equal(await claim('other', 999), true);
  assert.equal(await claim('sweeper', 1_000), true);
});
