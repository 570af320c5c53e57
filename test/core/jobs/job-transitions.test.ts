import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Job, type JobStatus } from '#core/jobs/job.ts';
import {
  cancelJobOf,
  closeJob,
  endJob,
  hasEnded,
  type JobEnding,
  promptIdsOf,
  queuedCheckAtMs,
  type Requeueing,
  requeueJob,
  startJob,
} from '#core/jobs/job-transitions.ts';
import { jobOf } from '#test/fakes/jobs.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 12);
const MINUTE_MS = 60_000;
const ERROR = { code: 'cli_failed', message: 'It broke.', source: 'cli' } as const;

const FINAL = ['completed', 'failed', 'canceled', 'expired'] as const;

/** Where a job may go from where it is, besides staying. */
const NEXT: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  queued: ['in_progress', ...FINAL],
  in_progress: ['queued', 'canceling', ...FINAL],
  canceling: FINAL,
  completed: [],
  failed: [],
  canceled: [],
  expired: [],
};

const startedJob = (more: Partial<Job> = {}): Job =>
  startJob(jobOf(NOW_MS, more), 'prompt_1', NOW_MS, NOW_MS + 900_000);
const endedJob = (): Job => endJob(startedJob(), { status: 'completed', costMicroUsd: 5 }, NOW_MS);

/** Something that is done to a job then. */
interface Step {
  readonly name: string;
  readonly change: (job: Job, nowMs: number) => Job;
}

const cost = fc.integer({ min: 0, max: 1_000_000 });
const afterMs = fc.integer({ min: 0, max: 720_000 });

/** What the process that runs a job does: it runs one again that came to something only as often as that may be. */
const requeue = (job: Job, requeueing: Requeueing, nowMs: number): Job => {
  const counts = requeueing.costMicroUsd !== undefined && !requeueing.neverRan;
  return counts && job.attempts >= job.maxAttempts ? job : requeueJob(job, requeueing, nowMs);
};

const ending: fc.Arbitrary<JobEnding> = fc.oneof(
  fc.record(
    { status: fc.constantFrom('completed', 'canceled', 'expired'), costMicroUsd: cost },
    { requiredKeys: ['status'] },
  ),
  fc.record({ status: fc.constant('failed'), error: fc.constant(ERROR), costMicroUsd: cost }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.nat({ max: 99 }).map(
    (n): Step => ({
      name: 'start',
      change: (job, nowMs) => startJob(job, `prompt_${n}`, nowMs, nowMs + 900_000),
    }),
  ),
  afterMs.map((after): Step => ({ name: 'refuse', change: (job, nowMs) => requeue(job, { afterMs: after }, nowMs) })),
  afterMs.map(
    (after): Step => ({
      name: 'cannot be reached',
      change: (job, nowMs) => requeue(job, { afterMs: after, costMicroUsd: 0, neverRan: true }, nowMs),
    }),
  ),
  fc.tuple(afterMs, cost).map(
    ([after, costMicroUsd]): Step => ({
      name: 'retry',
      change: (job, nowMs) => requeue(job, { afterMs: after, costMicroUsd }, nowMs),
    }),
  ),
  fc.constant<Step>({ name: 'cancel', change: cancelJobOf }),
  ending.map((how): Step => ({ name: `end as ${how.status}`, change: (job, nowMs) => endJob(job, how, nowMs) })),
  fc.constant<Step>({ name: 'close', change: closeJob }),
);

/** What holds for every job, however it came to be. */
const checkJob = (job: Job): void => {
  assert.deepEqual(Job.parse(job), job, 'it can be stored');
  assert.ok(job.attempts >= 0 && job.attempts <= job.maxAttempts);
  assert.equal(job.finishedAtMs !== undefined, hasEnded(job));
  assert.equal(job.error !== undefined, job.status === 'failed');
  assert.ok(job.checkAtMs !== undefined || hasEnded(job), 'only what has ended is left alone');
  if (job.status === 'in_progress' || job.status === 'canceling') {
    assert.ok(job.attempts > 0 && job.promptId !== undefined && job.startedAtMs !== undefined);
  }
};

const checkStep = (before: Job, after: Job, name: string): void => {
  checkJob(after);
  assert.ok(
    after.status === before.status || NEXT[before.status].includes(after.status),
    `${before.status} → ${after.status}`,
  );
  assert.ok(after.costMicroUsd >= before.costMicroUsd, 'what was spent is spent');
  if (before.startedAtMs !== undefined) assert.equal(after.startedAtMs, before.startedAtMs);
  if (!hasEnded(before)) return;
  const { checkAtMs: _before, ...ended } = before;
  const { checkAtMs, ...still } = after;
  assert.deepEqual(still, ended, 'what has ended does not change');
  assert.equal(checkAtMs, name === 'close' ? undefined : before.checkAtMs);
};

test('whatever is done to a job, in whatever order, it goes only where it may, and its end is final', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.tuple(step, fc.nat({ max: 10 * MINUTE_MS }))),
      (max, steps) => {
        let nowMs = NOW_MS;
        let job = jobOf(NOW_MS, { maxAttempts: max });
        for (const [{ name, change }, passedMs] of steps) {
          nowMs += passedMs;
          const changed = change(job, nowMs);
          checkStep(job, changed, name);
          job = changed;
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('what a step does not concern is not changed at all, so that nothing is stored', () => {
  for (const job of [startedJob(), cancelJobOf(startedJob(), NOW_MS), endedJob(), closeJob(endedJob())]) {
    assert.equal(startJob(job, 'prompt_2', NOW_MS, NOW_MS), job);
  }
  for (const job of [jobOf(NOW_MS), cancelJobOf(startedJob(), NOW_MS), endedJob(), closeJob(endedJob())]) {
    assert.equal(requeueJob(job, { afterMs: 0 }, NOW_MS), job);
  }
  for (const job of [cancelJobOf(startedJob(), NOW_MS), endedJob(), closeJob(endedJob())]) {
    assert.equal(cancelJobOf(job, NOW_MS), job);
  }
  for (const job of [endedJob(), closeJob(endedJob())]) {
    assert.equal(endJob(job, { status: 'expired' }, NOW_MS), job);
  }
  for (const job of [jobOf(NOW_MS), startedJob(), closeJob(endedJob())]) assert.equal(closeJob(job), job);
});

describe('a job that is started', () => {
  test('notes its prompt and when nobody can run it any more', () => {
    const { status, promptId, attempts, startedAtMs, checkAtMs } = startedJob();
    assert.deepEqual(
      [status, promptId, attempts, startedAtMs, checkAtMs],
      ['in_progress', 'prompt_1', 1, NOW_MS, NOW_MS + 900_000],
    );
  });

  test('again counts on, and keeps when it was first started', () => {
    const queued = requeueJob(startedJob(), { afterMs: 0, costMicroUsd: 3 }, NOW_MS + 1);
    const again = startJob(queued, 'prompt_2', NOW_MS + 2, NOW_MS + 9);
    const { attempts, startedAtMs, costMicroUsd } = again;
    assert.deepEqual(
      [promptIdsOf(again), attempts, startedAtMs, costMicroUsd],
      [['prompt_1', 'prompt_2'], 2, NOW_MS, 3],
    );
  });

  test('is to stop when it is canceled, and is looked at no sooner', () => {
    const job = startedJob();
    assert.deepEqual(cancelJobOf(job, NOW_MS + 1), { ...job, status: 'canceling' });
  });
});

describe('a job that goes back into the queue', () => {
  test('has had no attempt if that came to nothing', () => {
    const { status, promptId, attempts, costMicroUsd } = requeueJob(startedJob(), { afterMs: 0 }, NOW_MS);
    assert.deepEqual([status, promptId, attempts, costMicroUsd], ['queued', undefined, 0, 0]);
  });

  test('has had one that cost nothing', () => {
    assert.equal(requeueJob(startedJob(), { afterMs: 0, costMicroUsd: 0 }, NOW_MS).attempts, 1);
  });

  test('is looked at only after its message must have come', () => {
    const { checkAtMs = 0 } = requeueJob(startedJob(), { afterMs: 600_000 }, NOW_MS);
    assert.ok(checkAtMs > NOW_MS + 600_000);
  });
});

describe('a job that was just queued', () => {
  test('is looked at when it must have started, if that is soon', () => {
    assert.equal(queuedCheckAtMs({ startBeforeMs: NOW_MS + 5 }, NOW_MS), NOW_MS + 5);
  });

  test('is looked at after an hour otherwise: its message may be lost', () => {
    assert.equal(queuedCheckAtMs({ startBeforeMs: NOW_MS + 24 * 60 * MINUTE_MS }, NOW_MS), NOW_MS + 60 * MINUTE_MS);
  });

  test('has ended when it is canceled', () => {
    const { status, finishedAtMs, checkAtMs = 0 } = cancelJobOf(jobOf(NOW_MS), NOW_MS + 1);
    assert.deepEqual([status, finishedAtMs], ['canceled', NOW_MS + 1]);
    assert.ok(checkAtMs > NOW_MS);
  });
});

test('an attempt that no runner could be had for does not count, but its prompt is the job’s', () => {
  const queued = requeueJob(startedJob(), { afterMs: 0, costMicroUsd: 0, neverRan: true }, NOW_MS);
  assert.deepEqual([queued.status, queued.attempts, promptIdsOf(queued)], ['queued', 0, ['prompt_1']]);
  const again = startJob(queued, 'prompt_2', NOW_MS, NOW_MS + 9);
  assert.deepEqual([again.attempts, promptIdsOf(again)], [1, ['prompt_1', 'prompt_2']]);
});

describe('a job that has ended', () => {
  test('keeps its first ending, with what all attempts have cost', () => {
    const job = requeueJob(startedJob(), { afterMs: 0, costMicroUsd: 3 }, NOW_MS);
    const again = startJob(job, 'prompt_2', NOW_MS, NOW_MS + 9);
    const failed = endJob(again, { status: 'failed', error: ERROR, costMicroUsd: 4 }, NOW_MS + 5);
    assert.deepEqual(
      [failed.status, failed.error, failed.costMicroUsd, failed.finishedAtMs],
      ['failed', ERROR, 7, NOW_MS + 5],
    );
    assert.equal(endJob(failed, { status: 'completed', costMicroUsd: 9 }, NOW_MS + 6), failed);
  });

  test('names no prompt that was not let in, but the one before', () => {
    assert.equal(endJob(startedJob(), { status: 'failed', error: ERROR }, NOW_MS).promptId, undefined);
    const queued = requeueJob(startedJob(), { afterMs: 0, costMicroUsd: 3 }, NOW_MS);
    const again = startJob(queued, 'prompt_2', NOW_MS, NOW_MS + 9);
    assert.deepEqual(promptIdsOf(endJob(again, { status: 'failed', error: ERROR }, NOW_MS)), ['prompt_1']);
    assert.deepEqual(promptIdsOf(endJob(queued, { status: 'expired' }, NOW_MS)), ['prompt_1']);
  });

  test('is looked at until everybody was told, and then no more', () => {
    const ended = endedJob();
    assert.ok((ended.checkAtMs ?? 0) > NOW_MS);
    const { checkAtMs: _, ...closed } = ended;
    assert.deepEqual(closeJob(ended), closed);
  });
});
