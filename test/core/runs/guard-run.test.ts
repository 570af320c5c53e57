import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { ServiceError } from '#core/errors/service-error.ts';
import { guardRun } from '#core/runs/guard-run.ts';
import { NO_METRICS, type RunEvent, type RunFailure } from '#core/runs/run-event.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { HELLO, resultEvent, SOME_METRICS, STARTED, textEvent } from '#test/fakes/run-events.ts';
import { runEvent } from './run-event-arbitrary.ts';

type Ending = 'stops' | 'throws' | 'hangs';

const LATE = new ServiceError('run_timed_out', 'The run took longer than 1 s.');
const NEVER = new AbortController().signal;

const isLast = ({ kind }: RunEvent): boolean => kind === 'result' || kind === 'error';

/** Yields the events, and then behaves so; hanging, it lets the limit pass. */
const runnerOf = (events: readonly RunEvent[], ending: Ending, limit: AbortController) =>
  async function* (): AsyncGenerator<RunEvent, void, void> {
    yield* events;
    if (ending === 'throws') throw new Error('connection reset');
    if (ending === 'stops') return;
    await setImmediate();
    limit.abort(LATE);
    await new Promise(() => {});
  };

const guarded = (start: () => AsyncIterable<RunEvent>, limit = NEVER, clock = createFakeClock()) =>
  Array.fromAsync(guardRun(start, limit, clock));

const failureOf = (event: RunEvent | undefined): RunFailure => {
  assert.ok(event?.kind === 'error');
  return event.failure;
};

test('whatever a runner does, its events end in exactly one last event', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(runEvent, { maxLength: 8 }),
      fc.constantFrom<Ending>('stops', 'throws', 'hangs'),
      async (events, ending) => {
        const limit = new AbortController();
        const seen = await guarded(runnerOf(events, ending, limit), limit.signal);
        const end = events.findIndex(isLast);
        const before = end < 0 ? events : events.slice(0, end);
        assert.deepEqual(seen.slice(0, -1), before);
        if (end >= 0) return assert.deepEqual(seen.at(-1), events[end]);
        const { code, metrics } = failureOf(seen.at(-1));
        assert.equal(code, ending === 'hangs' ? 'run_timed_out' : 'cli_failed');
        assert.deepEqual(metrics, before.findLast((event) => event.kind === 'usage')?.metrics ?? NO_METRICS);
      },
    ),
  );
});

test('the events of a run that goes well pass unchanged', async () => {
  assert.deepEqual(await guarded(runnerOf(HELLO, 'stops', new AbortController())), HELLO);
});

test('what a run had used when it failed is kept', async () => {
  const events: RunEvent[] = [STARTED, { kind: 'usage', metrics: SOME_METRICS }, textEvent('Hel')];
  const seen = await guarded(runnerOf(events, 'throws', new AbortController()));
  assert.deepEqual(failureOf(seen.at(-1)).metrics, SOME_METRICS);
});

test('a ServiceError of the runner keeps its code, source and time to retry', async () => {
  const [event] = await guarded(async function* () {
    yield* [];
    throw new ServiceError('upstream_rate_limited', 'Slow down.', { source: 'upstream', retryAfterSeconds: 7 });
  });
  const { code, source, message, retryAfterSeconds } = failureOf(event);
  assert.deepEqual(
    { code, source, message, retryAfterSeconds },
    { code: 'upstream_rate_limited', source: 'upstream', message: 'Slow down.', retryAfterSeconds: 7 },
  );
});

test('what a runner throws is not told: it may hold anything', async () => {
  const [event] = await guarded(async function* () {
    yield* [];
    throw new Error('secret of the runner');
  });
  assert.doesNotMatch(JSON.stringify(event), /secret/);
});

test('a runner that throws before it gives any stream is a failure like others', async () => {
  const seen = await guarded(() => {
    throw new Error('no such function');
  });
  assert.deepEqual(
    seen.map((event) => failureOf(event).code),
    ['cli_failed'],
  );
});

test('a failure that the guard makes says how long the run took', async () => {
  const clock = createFakeClock();
  const limit = new AbortController();
  const start = async function* (): AsyncGenerator<RunEvent, void, void> {
    yield STARTED;
    clock.advance(2_000);
    limit.abort(LATE);
    await new Promise(() => {});
  };
  const seen = await guarded(start, limit.signal, clock);
  assert.equal(failureOf(seen.at(-1)).timings.durationMs, 2_000);
});

test('a limit that has passed before the start ends the run at once', async () => {
  const seen = await guarded(runnerOf([], 'hangs', new AbortController()), AbortSignal.abort(LATE));
  assert.deepEqual(
    seen.map((event) => failureOf(event).code),
    ['run_timed_out'],
  );
});

test('the runner is told to stop when its last event is there, or its reader leaves', async () => {
  for (const isLeaving of [false, true]) {
    let isStopped = false;
    const start = async function* (): AsyncGenerator<RunEvent, void, void> {
      try {
        yield isLeaving ? STARTED : resultEvent();
        await new Promise(() => {});
      } finally {
        isStopped = true;
      }
    };
    for await (const event of guardRun(start, NEVER, createFakeClock())) if (isLeaving || isLast(event)) break;
    await setImmediate();
    assert.equal(isStopped, true);
  }
});
