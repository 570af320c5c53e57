import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import type { Job } from '#core/jobs/job.ts';
import type { JobEvent, JobEventStore } from '#core/jobs/job-event-store.ts';
import { recordEvents } from '#core/jobs/record-events.ts';
import { endPrompt, type LastEvent, type PassingEvent } from '#core/prompts/end-prompt.ts';
import { type NamedEvent, passingEvent as named } from '#core/prompts/named-event.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import { anyPassingEvent } from '#test/core/runs/run-event-arbitrary.ts';
import { admitted } from '#test/fakes/admitted.ts';
import { createFakePorts } from '#test/fakes/fake-ports.ts';
import { jobOf } from '#test/fakes/jobs.ts';
import { createMemoryJobEventStore } from '#test/fakes/memory-job-event-store.ts';
import { HELLO, resultEvent, STARTED, TWO_TOOL_CALLS, textEvent } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

const { ports, clock } = createFakePorts(createScriptedRunner([]));
const { prompt } = await admitted(ports);
const JOB = jobOf(clock(), { attempts: 1 });

const thinking = (text: string): RunEvent => ({ kind: 'thinking', text });
const TOOL: RunEvent = { kind: 'tool_started', id: 'tool-1', name: 'Bash', input: {} };

/** A run with those events, of which each comes when `pause` resolves. */
const runOf = (events: readonly RunEvent[], pause: () => Promise<unknown> = setImmediate) => {
  const last = events.at(-1) as LastEvent;
  const ended = Promise.withResolvers<void>();
  return {
    events: (async function* () {
      for (const event of events.slice(0, -1) as PassingEvent[]) {
        await pause();
        yield event;
      }
      ended.resolve();
    })(),
    ended: ended.promise.then(() => ({ prompt: endPrompt(prompt, last, [], clock()), isSettled: true, last })),
    cancel: () => {},
  };
};

/** Resolves only when the signal aborts: no time passes. */
const endlessly = (_durationMs: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });

/** Records a run of the job; tells what was stored, what was appended together, and what was reported. */
const record = async (
  events: readonly RunEvent[],
  {
    job = JOB,
    sleep = endlessly,
    store = createMemoryJobEventStore(),
  }: {
    readonly job?: Job;
    readonly sleep?: typeof endlessly;
    readonly store?: JobEventStore;
  } = {},
) => {
  const groups: (readonly JobEvent[])[] = [];
  const reports: string[] = [];
  const append: JobEventStore['append'] = async (of, added) => {
    groups.push(added);
    await store.append(of, added);
  };
  await recordEvents(job, prompt, runOf(events), {
    jobEvents: { ...store, append },
    sleep,
    report: (message) => reports.push(message),
  });
  const stored = await Array.fromAsync(store.read(job, 0));
  return { stored, groups, reports, names: stored.map(({ event }) => event) };
};

describe('what happens in a run', () => {
  test('is stored from its start to its end, as readers of a prompt are told of it', async () => {
    const { stored, names } = await record([STARTED, textEvent('Hi'), TOOL, resultEvent()]);
    assert.deepEqual(names, ['run.started', 'session.started', 'message.delta', 'tool.started', 'run.completed']);
    assert.deepEqual(
      stored.map(({ seq }) => seq),
      [1, 2, 3, 4, 5],
    );
    assert.deepEqual(
      [stored[0]?.data, stored[4]?.data].map((data) => (data as { id: string; status: string }).status),
      ['in_progress', 'completed'],
    );
    assert.deepEqual(stored[3]?.data, { id: 'tool-1', name: 'Bash', input: {} });
  });

  test('is stored at its end without waiting, however long it would have waited', async () => {
    const { groups } = await record(HELLO);
    assert.deepEqual(
      groups.map((group) => group.map(({ event }) => event)),
      [['run.started'], ['session.started', 'message.delta', 'run.completed']],
    );
  });

  test('is stored half a second after what was before, all that came until then together', async () => {
    const sleeping: (() => void)[] = [];
    const slept: number[] = [];
    const sleep = (durationMs: number, signal?: AbortSignal) => {
      slept.push(durationMs);
      return Promise.race([new Promise<void>((resolve) => sleeping.push(resolve)), endlessly(durationMs, signal)]);
    };
    let events = 0;
    const pause = async () => {
      events += 1;
      // The third event comes half a second after the first.
      if (events === 3) sleeping.shift()?.();
      await setImmediate();
    };
    const store = createMemoryJobEventStore();
    const groups: number[] = [];
    const append: JobEventStore['append'] = async (job, added) => {
      groups.push(added.length);
      await store.append(job, added);
    };
    const run = runOf([STARTED, TOOL, TOOL, TOOL, resultEvent()], pause);
    await recordEvents(JOB, prompt, run, { jobEvents: { ...store, append }, sleep, report: assert.fail });
    assert.deepEqual(
      [groups, slept],
      [
        [1, 2, 3],
        [500, 500, 500],
      ],
    );
  });

  test('that only callers with tools of their own are told of is left out', async () => {
    const { names } = await record([...TWO_TOOL_CALLS, resultEvent()]);
    assert.deepEqual(names, ['run.started', 'run.completed']);
  });
});

describe('pieces of a text', () => {
  const merged = async (...events: readonly RunEvent[]) => {
    const { stored } = await record([...events, resultEvent()]);
    return stored.slice(1, -1).map(({ event, data }) => [event, (data as { text?: string }).text]);
  };

  test('that follow one another are one event', async () => {
    assert.deepEqual(await merged(textEvent('Hel'), textEvent(''), textEvent('lo')), [['message.delta', 'Hello']]);
  });

  test('that something comes between stay apart', async () => {
    assert.deepEqual(await merged(thinking('H'), thinking('m'), textEvent('a'), TOOL, textEvent('b')), [
      ['thinking.delta', 'Hm'],
      ['message.delta', 'a'],
      ['tool.started', undefined],
      ['message.delta', 'b'],
    ]);
  });

  test('that are many are events of bounded length', async () => {
    const pieces = Array.from({ length: 300 }, (_, index) => String(index % 10).repeat(1_000));
    const texts = (await merged(...pieces.map(textEvent))).map(([, text]) => text ?? '');
    assert.equal(texts.join(''), pieces.join(''));
    for (const text of texts) assert.ok(text.length < 16_384 + 1_000);
    assert.ok(texts.length < 20);
  });
});

test('however quickly events come and are stored, none is lost, none comes twice, and they keep their order', async () => {
  /** The events with texts in the smallest pieces, so that it does not matter how they are joined. */
  const pieces = (events: readonly NamedEvent[]) =>
    events.flatMap(([event, data]) =>
      event.endsWith('.delta')
        ? (data as { text: string }).text.split('').map((unit) => [event, unit])
        : [[event, data]],
    );

  await fc.assert(
    fc.asyncProperty(fc.array(anyPassingEvent, { maxLength: 12 }), fc.scheduler(), async (events, scheduler) => {
      const store = createMemoryJobEventStore();
      let appending = 0;
      const append: JobEventStore['append'] = async (job, added) => {
        appending += 1;
        assert.equal(appending, 1, 'one after the other');
        await scheduler.schedule(Promise.resolve(), 'append');
        await store.append(job, added);
        appending -= 1;
      };
      const sleep = async () => scheduler.schedule(Promise.resolve(), 'sleep');
      const run = runOf([...events, resultEvent()], () => scheduler.schedule(Promise.resolve(), 'event'));
      const recording = recordEvents(JOB, prompt, run, { jobEvents: { ...store, append }, sleep, report: assert.fail });
      await scheduler.waitFor(recording);
      const stored = await Array.fromAsync(store.read(JOB, 0));
      assert.deepEqual(
        stored.map(({ seq }) => seq),
        stored.map((_, index) => index + 1),
      );
      const wanted = events.map(named).filter((event): event is NamedEvent => event !== undefined);
      const between = stored.slice(1, -1).map(({ event, data }): NamedEvent => [event, data]);
      assert.deepEqual(pieces(between), pieces(wanted));
      assert.deepEqual([stored[0]?.event, stored.at(-1)?.event], ['run.started', 'run.completed']);
    }),
  );
});

describe('the events of a later attempt', () => {
  const AGAIN = { ...JOB, formerPromptIds: ['prompt_0'] };

  test('are numbered after those of the attempts before', async () => {
    const store = createMemoryJobEventStore();
    await record(HELLO, { store });
    const { stored, names } = await record(HELLO, { store, job: AGAIN });
    assert.deepEqual(
      stored.map(({ seq }) => seq),
      [1, 2, 3, 4, 5, 6, 7, 8],
    );
    assert.deepEqual([names[3], names[4]], ['run.completed', 'run.started']);
  });

  test('are not mixed up with those when their number cannot be read', async () => {
    const store = createMemoryJobEventStore();
    const first = await record(HELLO, { store });
    let reads = 0;
    const lastSeq: JobEventStore['lastSeq'] = async (job) => {
      reads += 1;
      if (reads === 1) throw new Error('the table cannot be read');
      return store.lastSeq(job);
    };
    const { stored, reports, names } = await record(HELLO, { store: { ...store, lastSeq }, job: AGAIN });
    assert.deepEqual(stored.slice(0, 4), first.stored);
    assert.deepEqual(
      [names.slice(4), stored[4]?.seq, reports.length],
      [['session.started', 'message.delta', 'run.completed'], 5, 1],
    );
  });
});

test('a store that fails costs readers those events, is reported, and nothing else', async () => {
  const store = createMemoryJobEventStore();
  let appends = 0;
  const append: JobEventStore['append'] = async (job, added) => {
    appends += 1;
    if (appends === 2) throw new Error('the table cannot be written');
    await store.append(job, added);
  };
  const { stored, reports } = await record([STARTED, TOOL, textEvent('Hi'), resultEvent()], {
    store: { ...store, append },
    sleep: () => setImmediate(),
  });
  assert.deepEqual(reports, ['events of a job could not be stored']);
  assert.deepEqual([stored[0]?.event, stored.at(-1)?.event], ['run.started', 'run.completed']);
  const seqs = stored.map(({ seq }) => seq);
  assert.deepEqual(
    seqs,
    seqs.toSorted((a, b) => a - b),
  );
  assert.equal(new Set(seqs).size, seqs.length);
});
