import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Job } from '#core/jobs/job.ts';
import type { JobEvent } from '#core/jobs/job-event-store.ts';
import { jobEvents } from '#core/jobs/job-events.ts';
import { endJob } from '#core/jobs/job-transitions.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { jobOf } from '#test/fakes/jobs.ts';
import { createMemoryJobEventStore } from '#test/fakes/memory-job-event-store.ts';
import { createMemoryJobStore } from '#test/fakes/memory-job-store.ts';
import { readSse } from '#test/fakes/read-sse.ts';

const delta = (seq: number): JobEvent => ({ seq, event: 'message.delta', data: { text: `text ${seq}` } });

/** A job that waits, and its readers; `onSleep` is what happens while one sleeps for the nth time. */
const start = async () => {
  const clock = createFakeClock();
  const startMs = clock();
  const jobs = createMemoryJobStore(clock);
  const store = createMemoryJobEventStore();
  const job = jobOf(clock());
  await jobs.create(job);
  const gone = new AbortController();

  const end = async (status: 'completed' | 'failed' | 'canceled' | 'expired' = 'completed') => {
    const ended = endJob(job, { status, costMicroUsd: 163 }, clock());
    await jobs.replace(ended);
    return ended;
  };
  const frames = (afterSeq: number, onSleep: (nth: number) => unknown = () => {}, of: Job = job) => {
    let sleeps = 0;
    const sleep = async (durationMs: number, signal?: AbortSignal) => {
      assert.equal(signal, gone.signal);
      clock.advance(durationMs);
      sleeps += 1;
      await onSleep(sleeps);
    };
    return jobEvents(of, afterSeq, gone.signal, { jobs, jobEvents: store, clock, sleep });
  };
  const read = async (...input: Parameters<typeof frames>) =>
    readSse((await Array.fromAsync(frames(...input))).join(''));
  const append = (...seqs: readonly number[]) => store.append(job, seqs.map(delta));
  return { jobs, job, gone, end, frames, read, append, passedMs: () => clock() - startMs };
};

const idsOf = (events: readonly { readonly id: string | undefined }[]) => events.map(({ id }) => Number(id));

describe('whoever follows a job', () => {
  test('is told how long to wait before it comes back, and then what has happened', async () => {
    const { read, frames, append, end } = await start();
    await append(1, 2);
    const job = await end();
    assert.deepEqual(await frames(0, undefined, job).next(), { done: false, value: 'retry: 3000\n\n' });
    const [first, second, last] = await read(0, undefined, job);
    assert.deepEqual(first, { id: '1', event: 'message.delta', data: { text: 'text 1' } });
    assert.equal(second?.id, '2');
    const { id, status, cost_usd } = last?.data ?? {};
    assert.deepEqual(
      [last?.id, last?.event, id, status, cost_usd],
      ['3', 'job.completed', job.id, 'completed', 0.000163],
    );
  });

  test('is told what happens as it happens, until the end', async () => {
    const { read, append, end, passedMs } = await start();
    const events = await read(0, async (nth) => {
      if (nth === 2) await append(1);
      if (nth === 3) await append(2, 3);
      if (nth === 5) await end('canceled');
    });
    assert.deepEqual(idsOf(events), [1, 2, 3, 4]);
    assert.equal(events.at(-1)?.event, 'job.canceled');
    assert.ok(passedMs() <= 5 * 500);
  });

  test('misses nothing of what happened just before the end', async () => {
    const { read, append, end } = await start();
    const events = await read(0, async (nth) => {
      if (nth !== 1) return;
      await append(1, 2);
      await end();
    });
    assert.deepEqual(idsOf(events), [1, 2, 3]);
  });

  for (const status of ['completed', 'failed', 'canceled', 'expired'] as const) {
    test(`is told of a job that is ${status} without having run`, async () => {
      const { read, end } = await start();
      const job = await end(status);
      const events = await read(0, undefined, job);
      assert.deepEqual(
        events.map(({ id, event }) => [id, event]),
        [['1', `job.${status}`]],
      );
    });
  }

  test('goes on after the event that it saw last, wherever it was cut off', async () => {
    const { read, append, end } = await start();
    await append(1, 2, 3);
    await append(4);
    const job = await end();
    const all = await read(0, undefined, job);
    for (const seq of [0, 1, 2, 3, 4]) assert.deepEqual(await read(seq, undefined, job), all.slice(seq));
  });

  test('is let go after fourteen minutes, to come back for the rest', async () => {
    const { read, append, passedMs } = await start();
    const events = await read(0, async (nth) => {
      if (nth === 1) await append(1);
    });
    assert.deepEqual(idsOf(events), [1]);
    assert.equal(passedMs(), 14 * 60_000);
  });

  test('and is gone is followed no longer', async () => {
    const { read, gone, passedMs } = await start();
    assert.deepEqual(await read(0, (nth) => nth === 3 && gone.abort()), []);
    assert.equal(passedMs(), 1_500);
  });

  test('a job that is deleted is let go at once', async () => {
    const { read, append, jobs, end, job, passedMs } = await start();
    const events = await read(0, async (nth) => {
      if (nth !== 1) return;
      await append(1);
      await end();
      const ended = await jobs.get(job.tenantId, job.id);
      assert.ok(ended);
      await jobs.delete(ended);
    });
    assert.deepEqual(events, []);
    assert.equal(passedMs(), 500);
  });
});

test('a store that fails is no end: the stream breaks off, and its reader comes back', async () => {
  const { job, gone, jobs } = await start();
  const store = createMemoryJobEventStore();
  const read = async function* () {
    yield delta(1);
    throw new Error('the table cannot be read');
  };
  const ports = { jobs, jobEvents: { ...store, read }, clock: createFakeClock(), sleep: async () => {} };
  await assert.rejects(Array.fromAsync(jobEvents(job, 0, gone.signal, ports)), { message: 'the table cannot be read' });
});
