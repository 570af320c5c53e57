import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { limitConcurrency } from '#runner/claude/limit-concurrency.ts';

test('never more than allowed run at once, and each one runs, whatever becomes of the others', async () => {
  const task = fc.record({ steps: fc.nat(3), fails: fc.boolean(), isAborted: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(task), async (max, tasks) => {
      const limit = limitConcurrency(max);
      const order: number[] = [];
      let running = 0;
      const results = await Promise.allSettled(
        tasks.map(({ steps, fails, isAborted }, index) =>
          limit(
            async () => {
              order.push(index);
              running += 1;
              assert.ok(running <= max);
              for (let step = 0; step < steps; step += 1) await setImmediate();
              running -= 1;
              if (fails) throw new Error('failed');
            },
            isAborted ? AbortSignal.abort() : new AbortController().signal,
          ),
        ),
      );
      assert.deepEqual(
        results.map(({ status }) => status),
        tasks.map(({ fails, isAborted }) => (fails || isAborted ? 'rejected' : 'fulfilled')),
      );
      assert.deepEqual(
        order,
        tasks.flatMap(({ isAborted }, index) => (isAborted ? [] : [index])),
      );
    }),
    { numRuns: 50 },
  );
});
