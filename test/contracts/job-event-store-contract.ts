import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobEvent, JobEventStore } from '#core/jobs/job-event-store.ts';
import type { BodyStore } from '#core/prompts/body-store.ts';
import { jobOf } from '#test/fakes/jobs.ts';
import { createMemoryBodyStore } from '#test/fakes/memory-body-store.ts';

const eventsFrom = (seq: number, count: number, text = 'x'): readonly JobEvent[] =>
  Array.from({ length: count }, (_, index) => ({ seq: seq + index, event: 'message.delta', data: { text } }));

/** What every `JobEventStore` promises. */
export const testJobEventStore = (createStore: (bodies: BodyStore) => JobEventStore): void => {
  const start = () => {
    const bodies = createMemoryBodyStore();
    const store = createStore(bodies);
    const job = jobOf(Date.now());
    const read = (afterSeq: number, of = job) => Array.fromAsync(store.read(of, afterSeq));
    return { bodies, store, job, read };
  };

  test('events are read as they were appended, in their order', async () => {
    const { store, job, read } = start();
    const events: readonly JobEvent[] = [
      { seq: 1, event: 'run.started', data: { id: 'prompt_1', error: null, tags: [], metadata: { a: '' } } },
      { seq: 2, event: 'message.delta', data: { text: '"Ünïcode" 🎉\r\n\u0000' } },
      { seq: 3, event: 'tool.started', data: { input: { deep: [{ er: 1.5 }] } } },
    ];
    await store.append(job, events.slice(0, 1));
    await store.append(job, events.slice(1));
    assert.deepEqual(await read(0), events);
  });

  test('events are read from any on, also from the middle of what was appended together', async () => {
    const { store, job, read } = start();
    const events = eventsFrom(1, 25);
    for (const [from, to] of [
      [0, 9],
      [9, 10],
      [10, 25],
    ] as const)
      await store.append(job, events.slice(from, to));
    for (const seq of [0, 1, 8, 9, 10, 11, 24, 25, 26, 999_999_999]) {
      assert.deepEqual(await read(seq), events.slice(seq), `after ${seq}`);
    }
  });

  test('the number of the last event is known, and 0 where there is none', async () => {
    const { store, job } = start();
    assert.equal(await store.lastSeq(job), 0);
    await store.append(job, eventsFrom(1, 9));
    assert.equal(await store.lastSeq(job), 9);
    await store.append(job, eventsFrom(10, 2));
    assert.equal(await store.lastSeq(job), 11);
  });

  test('appending the same again, or nothing, changes nothing', async () => {
    const { store, job, read } = start();
    await store.append(job, eventsFrom(1, 3));
    await store.append(job, eventsFrom(1, 3));
    await store.append(job, []);
    assert.deepEqual([await read(0), await store.lastSeq(job)], [eventsFrom(1, 3), 3]);
  });

  test('events of more text than an item can hold come back whole', async () => {
    const { store, job, read } = start();
    const events = eventsFrom(1, 3, '🎉'.repeat(50_000));
    await store.append(job, events);
    await store.append(job, eventsFrom(4, 1));
    assert.deepEqual(await read(0), [...events, ...eventsFrom(4, 1)]);
    assert.deepEqual(await read(2), [...events.slice(2), ...eventsFrom(4, 1)]);
  });

  test('the events of a job are those of no other, nor of another tenant', async () => {
    const { store, job, read } = start();
    await store.append(job, eventsFrom(1, 2));
    for (const other of [jobOf(Date.now()), { ...job, id: `${job.id}0` }, { ...job, tenantId: 'tenant-2' }]) {
      assert.deepEqual([await read(0, other), await store.lastSeq(other)], [[], 0]);
      await store.deleteAll(other);
    }
    assert.equal((await read(0)).length, 2);
  });

  test('of events that were deleted nothing is kept, and deleting them again does nothing', async () => {
    const { store, job, read, bodies } = start();
    await store.append(job, eventsFrom(1, 2));
    await store.append(job, eventsFrom(3, 1, 'x'.repeat(400_000)));
    await store.deleteAll(job);
    await store.deleteAll(job);
    assert.deepEqual([await read(0), await store.lastSeq(job), bodies.bodies.size], [[], 0, 0]);
  });
};
