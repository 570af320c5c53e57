import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { endPrompt, type LastEvent, type PassingEvent } from '#core/prompts/end-prompt.ts';
import { type Prompt, PromptStatus } from '#core/prompts/prompt.ts';
import { promptEvents } from '#core/prompts/prompt-events.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import { passingEvent } from '#test/core/runs/run-event-arbitrary.ts';
import { admitted } from '#test/fakes/admitted.ts';
import { createFakePorts } from '#test/fakes/fake-ports.ts';
import { readSse } from '#test/fakes/read-sse.ts';
import { errorEvent, HELLO, resultEvent, SOME_METRICS, STARTED, textEvent } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

const { ports, clock } = createFakePorts(createScriptedRunner([]));
const { prompt } = await admitted(ports, { prompt: 'the question', system: 'the system' });

/** What a client gets of a run with those events. */
const frames = (events: readonly RunEvent[], ended: Partial<Prompt> = {}): Promise<string[]> => {
  const last = events.at(-1) as LastEvent;
  const running = {
    events: (async function* () {
      yield* events.slice(0, -1) as PassingEvent[];
    })(),
    ended: Promise.resolve({ prompt: { ...endPrompt(prompt, last, [], clock()), ...ended }, isSettled: true, last }),
    cancel: () => {},
  };
  return Array.fromAsync(promptEvents(prompt, running));
};

const read = async (events: readonly RunEvent[], ended: Partial<Prompt> = {}) =>
  readSse((await frames(events, ended)).join(''));

test('a client is told how long to wait before it comes back, and then the run', async () => {
  const [first] = await frames(HELLO);
  assert.match(first ?? '', /^retry: 3000\n\nid: 1\nevent: run\.started\ndata: \{/);
  const events = await read(HELLO);
  assert.deepEqual(
    events.map(({ event }) => event),
    ['run.started', 'session.started', 'message.delta', 'message.delta', 'run.completed'],
  );
  assert.deepEqual([events[0]?.data.id, events[0]?.data.status], ['prompt_000001', 'in_progress']);
});

test('the last event carries usage, cost and how the prompt ended', async () => {
  const { data } = (await read(HELLO)).at(-1) ?? {};
  assert.deepEqual(
    [data.id, data.status, data.stop_reason, data.cost_usd, data.usage.output_tokens, data.duration_ms, data.error],
    ['prompt_000001', 'completed', 'end_turn', 0.000163, 20, 1235, null],
  );
});

const LAST: Record<PromptStatus, string> = {
  completed: 'run.completed',
  incomplete: 'run.incomplete',
  failed: 'run.failed',
  canceled: 'run.canceled',
  in_progress: 'run.failed',
};

for (const status of PromptStatus.options) {
  test(`a prompt that is ${status} in the end ends with ${LAST[status]}`, async () => {
    assert.equal((await read([resultEvent()], { status })).at(-1)?.event, LAST[status]);
  });
}

test('a failure is told in the last event', async () => {
  const { event, data } = (await read([textEvent('Hel'), errorEvent()])).at(-1) ?? {};
  assert.equal(event, 'run.failed');
  assert.deepEqual(data.error, {
    code: 'upstream_overloaded',
    message: 'The model provider is overloaded. Retry later.',
    source: 'upstream',
  });
});

for (const [event, name, data] of [
  [STARTED, 'session.started', { session_id: 'session-1', model: 'claude-haiku-4-5' }],
  [textEvent('Hi'), 'message.delta', { text: 'Hi' }],
  [{ kind: 'thinking', text: 'Hm' }, 'thinking.delta', { text: 'Hm' }],
  [
    { kind: 'tool_started', id: 'tool-1', name: 'Bash', input: { command: 'ls' } },
    'tool.started',
    { id: 'tool-1', name: 'Bash', input: { command: 'ls' } },
  ],
  [
    { kind: 'tool_completed', id: 'tool-1', isError: false, output: 'a.txt' },
    'tool.completed',
    { id: 'tool-1', is_error: false, output: 'a.txt' },
  ],
  [
    { kind: 'retry', attempt: 2, delayMs: 500, status: null },
    'run.retrying',
    { attempt: 2, delay_ms: 500, status: null },
  ],
  [
    { kind: 'usage', metrics: SOME_METRICS },
    'usage.updated',
    {
      usage: {
        input_tokens: 10,
        output_tokens: 20,
        cache_read_input_tokens: 30,
        cache_creation_input_tokens: 40,
      },
      cost_usd: 0.000163,
    },
  ],
] as readonly (readonly [RunEvent, string, object])[]) {
  test(`${event.kind} is sent as ${name}`, async () => {
    assert.deepEqual((await read([event, resultEvent()]))[1], { id: '2', event: name, data });
  });
}

test('ids count from 1, the texts add up to the answer, and no run.… event has a text', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(passingEvent, { maxLength: 10 }), async (passing) => {
      const text = passing.map((event) => (event.kind === 'text' ? event.text : '')).join('');
      const events = await read([...passing, resultEvent({ text })]);
      assert.deepEqual(
        events.map(({ id }) => id),
        events.map((_, index) => String(index + 1)),
      );
      const deltas = events.filter(({ event }) => event === 'message.delta');
      assert.equal(deltas.map(({ data }) => data.text).join(''), text);
      const [first, last] = [events[0], events.at(-1)];
      assert.deepEqual(
        [first?.event, last?.event, events.length],
        ['run.started', 'run.completed', passing.length + 2],
      );
      for (const { data } of [first, last].filter((event) => event !== undefined)) {
        assert.deepEqual(
          ['prompt', 'system', 'response'].filter((name) => name in data),
          [],
        );
      }
    }),
  );
});
