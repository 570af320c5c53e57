import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { workGroup } from '#core/queue/work-group.ts';
import type { WorkMessage } from '#core/queue/work-queue.ts';
import { createLocalQueue } from '#local/work/create-local-queue.ts';

type JobMessage = Extract<WorkMessage, { kind: 'job' }>;

const job = (tenantId: string, number: number): JobMessage => ({
  kind: 'job',
  tenantId,
  jobId: `${tenantId}${number}`,
});

const jobs = (tenantId: string, count: number): readonly JobMessage[] =>
  Array.from({ length: count }, (_, index) => job(tenantId, index + 1));

/** Timers that go off when a test lets time pass. */
const createFakeTimers = () => {
  let nowMs = 0;
  const timers = new Set<{ readonly atMs: number; readonly callback: () => void }>();
  const startTimer = (afterMs: number, callback: () => void) => {
    const timer = { atMs: nowMs + afterMs, callback };
    timers.add(timer);
    return () => timers.delete(timer);
  };
  const pass = (durationMs: number): void => {
    const untilMs = nowMs + durationMs;
    const due = [...timers].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
    for (const timer of due) {
      nowMs = timer.atMs;
      if (timers.delete(timer)) timer.callback();
    }
    nowMs = untilMs;
  };
  return { startTimer, pass, now: () => nowMs, waiting: () => timers.size };
};

/** A queue whose work is done when a test says so. */
const open = (workers: number) => {
  const timers = createFakeTimers();
  const reports: unknown[] = [];
  const queue = createLocalQueue({
    workers,
    groupOf: workGroup,
    report: (_message, error) => reports.push(error),
    startTimer: timers.startTimer,
  });
  const begun: string[] = [];
  const underWay = new Map<string, { resolve(): void; reject(error: Error): void }>();
  const start = () =>
    queue.start((message) => {
      const { jobId } = message as JobMessage;
      begun.push(jobId);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      underWay.set(jobId, { resolve, reject });
      return promise;
    });
  const settle = async (jobId: string, how: 'resolve' | 'reject'): Promise<void> => {
    const work = underWay.get(jobId) ?? assert.fail(`${jobId} is not under way`);
    underWay.delete(jobId);
    work[how](new Error(`${jobId} failed`));
    await setImmediate();
  };
  return {
    ...{ queue, timers, reports, begun, start },
    underWay: () => [...underWay.keys()],
    finish: (jobId: string) => settle(jobId, 'resolve'),
    fail: (jobId: string) => settle(jobId, 'reject'),
  };
};

describe('the queue of one machine', () => {
  test('is worked off in order, so many at once, and no more', async () => {
    const { queue, start, begun, underWay, finish } = open(2);
    start();
    await queue.send(jobs('a', 4));
    assert.deepEqual(underWay(), ['a1', 'a2']);
    await finish('a2');
    assert.deepEqual(underWay(), ['a1', 'a3']);
    for (const jobId of ['a1', 'a3', 'a4']) await finish(jobId);
    assert.deepEqual([begun, underWay()], [['a1', 'a2', 'a3', 'a4'], []]);
  });

  test('keeps what is sent before the workers begin', async () => {
    const { queue, start, begun } = open(5);
    await queue.send(jobs('a', 2));
    assert.deepEqual(begun, []);
    start();
    assert.deepEqual(begun, ['a1', 'a2']);
  });

  test('takes what work itself sends', async () => {
    const { queue, start, underWay, finish } = open(1);
    start();
    await queue.send([job('a', 1)]);
    await queue.send([job('a', 1)]);
    assert.deepEqual(underWay(), ['a1']);
    await finish('a1');
    assert.deepEqual(underWay(), ['a1'], 'the same message again');
  });
});

describe('a tenant', () => {
  for (const workers of [1, 2, 8]) {
    test(`waits for one run at most, however much another has queued (${workers} workers)`, async () => {
      const { queue, start, begun, underWay, finish } = open(workers);
      start();
      await queue.send(jobs('a', 1_000));
      await queue.send([job('b', 1)]);
      assert.equal(underWay().includes('b1'), false);
      await finish(underWay()[0] ?? '');
      assert.equal(begun.at(-1), 'b1');
      assert.equal(begun.length, workers + 1);
    });
  }

  test('has as much under way as any other that has work', async () => {
    const { queue, start, underWay, finish } = open(4);
    start();
    await queue.send(jobs('a', 100));
    await queue.send([...jobs('b', 100), ...jobs('c', 1)]);
    for (const jobId of underWay()) await finish(jobId);
    const share = (tenantId: string) => underWay().filter((jobId) => jobId.startsWith(tenantId)).length;
    assert.deepEqual([share('a') + share('b') + share('c'), share('c')], [4, 1]);
    assert.ok(Math.abs(share('a') - share('b')) <= 1);
  });

  test('takes turns with the others where there is one worker', async () => {
    const { queue, start, begun, finish } = open(1);
    start();
    await queue.send([...jobs('a', 4), ...jobs('b', 2), ...jobs('c', 1)]);
    for (let count = 1; count < 7; count += 1) await finish(begun.at(-1) ?? '');
    assert.deepEqual(begun, ['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
  });
});

describe('a message with a delay', () => {
  test('comes when that is over, and not before', async () => {
    const { queue, start, begun, timers } = open(2);
    start();
    await queue.send(jobs('a', 2), 60);
    timers.pass(59_999);
    assert.deepEqual(begun, []);
    timers.pass(1);
    assert.deepEqual(begun, ['a1', 'a2']);
  });

  test('does not hold up those without', async () => {
    const { queue, start, underWay } = open(1);
    start();
    await queue.send([job('a', 1)], 60);
    await queue.send([job('a', 2)]);
    assert.deepEqual(underWay(), ['a2']);
  });
});

describe('a message whose work fails', () => {
  test('comes again ten seconds later, up to five times in all, and each failure is reported', async () => {
    const { queue, start, begun, fail, timers, reports } = open(1);
    start();
    await queue.send([job('a', 1)]);
    for (let failures = 1; failures <= 5; failures += 1) {
      assert.equal(begun.length, failures);
      await fail('a1');
      timers.pass(9_999);
      assert.equal(begun.length, failures);
      timers.pass(1);
    }
    assert.deepEqual([begun.length, timers.waiting()], [5, 0]);
    assert.deepEqual(reports.map(String), Array(5).fill('Error: a1 failed'));
  });

  test('does not hold up others until then', async () => {
    const { queue, start, underWay, fail, finish, timers } = open(1);
    start();
    await queue.send(jobs('a', 2));
    await fail('a1');
    assert.deepEqual(underWay(), ['a2']);
    await finish('a2');
    timers.pass(10_000);
    assert.deepEqual(underWay(), ['a1']);
  });

  test('may fail as often again when it is sent again', async () => {
    const { queue, start, begun, fail, timers } = open(1);
    start();
    for (let sends = 1; sends <= 2; sends += 1) {
      await queue.send([job('a', 1)]);
      for (let failures = 1; failures <= 5; failures += 1) {
        await fail('a1');
        timers.pass(10_000);
      }
      assert.equal(begun.length, 5 * sends);
    }
  });

  test('is a failure like others if it throws before it begins to wait', async () => {
    const { queue, timers, reports } = open(1);
    let calls = 0;
    queue.start(() => {
      calls += 1;
      throw new Error('at once');
    });
    await queue.send([job('a', 1)]);
    await setImmediate();
    timers.pass(10_000);
    await setImmediate();
    assert.deepEqual([calls, reports.length], [2, 2]);
  });
});

describe('a queue that is stopped', () => {
  test('lets no worker take another message, and what is under way come to its end', async () => {
    const { queue, start, begun, finish, underWay } = open(2);
    start();
    await queue.send(jobs('a', 5));
    queue.stop();
    for (const jobId of underWay()) await finish(jobId);
    await queue.send(jobs('b', 1));
    assert.deepEqual(begun, ['a1', 'a2']);
  });

  test('has no timer left, and starts none for what fails', async () => {
    const { queue, start, begun, fail, timers, reports } = open(2);
    start();
    await queue.send([job('a', 1)]);
    await queue.send([job('a', 2)], 60);
    queue.stop();
    assert.equal(timers.waiting(), 0);
    await fail('a1');
    timers.pass(600_000);
    assert.deepEqual([timers.waiting(), begun, reports.length], [0, ['a1'], 1]);
  });
});

/** A message as the model of a queue knows it. */
interface Known {
  readonly message: JobMessage;
  readonly failures: number;
  /** When it waits for a worker; a message without a delay has always waited. */
  dueAtMs: number;
  times: number;
  /** Ends the work that is under way. */
  end: (() => void) | undefined;
}

/** A queue, and a model of it that looks, whenever a message comes, whether it was that message's turn. */
const openModel = (workers: number) => {
  const timers = createFakeTimers();
  // What is thrown while a message is worked on goes to the queue.
  const violations: unknown[] = [];
  const report = (_message: string, error: unknown) => error instanceof assert.AssertionError && violations.push(error);
  const queue = createLocalQueue({ workers, groupOf: workGroup, report, startTimer: timers.startTimer });
  const known: Known[] = [];
  const underWay = () => known.filter(({ end }) => end);
  const countOf = (tenantId: string) => underWay().filter(({ message }) => message.tenantId === tenantId).length;
  const waiting = () => known.filter(({ dueAtMs, end }) => !end && dueAtMs < timers.now());

  const checkTurn = ({ message: { tenantId }, end }: Known): void => {
    assert.equal(end, undefined, 'it runs twice at once');
    assert.ok(underWay().length < workers, 'more at once than there are workers');
    for (const { message } of waiting()) assert.ok(countOf(tenantId) <= countOf(message.tenantId), 'it has more');
  };

  queue.start(async (message) => {
    const own = known.find((other) => other.message === message) ?? assert.fail('it was never sent');
    checkTurn(own);
    own.dueAtMs = Number.POSITIVE_INFINITY;
    own.times += 1;
    await new Promise<void>((resolve) => {
      own.end = resolve;
    });
    own.end = undefined;
    if (own.times > own.failures) return;
    if (own.times < 5) own.dueAtMs = timers.now() + 10_000;
    throw new Error('it failed');
  });

  return {
    known,
    violations,
    pass: timers.pass,
    isBusy: () => underWay().length === workers || waiting().length === 0,
    isDone: () => underWay().length + timers.waiting() === 0,
    send: async (tenantId: string, delaySeconds: number, failures: number): Promise<void> => {
      const message = job(tenantId, known.length);
      const dueAtMs = delaySeconds === 0 ? Number.NEGATIVE_INFINITY : timers.now() + delaySeconds * 1000;
      known.push({ message, failures, dueAtMs, times: 0, end: undefined });
      await queue.send([message], delaySeconds);
    },
    endOne: async (): Promise<void> => {
      underWay()[0]?.end?.();
      await setImmediate();
    },
  };
};

type Model = ReturnType<typeof openModel>;

const tenantId = fc.constantFrom('a', 'b', 'c');
const delaySeconds = fc.constantFrom(0, 0, 0, 5, 900);

/** Something that happens to a queue. */
const step: fc.Arbitrary<(model: Model) => Promise<void> | void> = fc.oneof(
  fc.tuple(tenantId, delaySeconds, fc.integer({ min: 0, max: 6 })).map((sent) => (model: Model) => model.send(...sent)),
  fc.constant((model: Model) => model.endOne()),
  fc.constant((model: Model) => model.pass(10_000)),
);

test('whatever is sent and fails, no message is lost or runs twice, no worker is idle, and who has least under way is next', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 60 }), async (workers, steps) => {
      const model = openModel(workers);
      for (const take of steps) {
        await take(model);
        assert.ok(model.isBusy(), 'a worker is idle');
      }
      while (!model.isDone()) {
        await model.endOne();
        model.pass(900_000);
      }
      assert.deepEqual(model.violations, []);
      for (const { times, failures } of model.known) assert.equal(times, Math.min(failures + 1, 5));
    }),
  );
});
