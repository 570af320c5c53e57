import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { MessageJson, toMessageJson } from '#core/dialects/anthropic/message-json.ts';
import { createMessageStream, type MessageEvent } from '#core/dialects/anthropic/message-stream.ts';
import type { PassingEvent } from '#core/prompts/end-prompt.ts';
import { type RunResult, StopReason } from '#core/runs/run-event.ts';
import { NO_USAGE } from '#core/runs/token-usage.ts';
import { anyPassingEvent } from '#test/core/runs/run-event-arbitrary.ts';
import { resultEvent, SOME_METRICS } from '#test/fakes/run-events.ts';

const PROMPT = { id: 'prompt_1', model: 'claude-haiku-4-5' };
const USAGE: PassingEvent = { kind: 'usage', metrics: { ...SOME_METRICS, usage: { ...NO_USAGE, inputTokens: 7 } } };
const TOTALS = { input_tokens: 10, output_tokens: 20, cache_read_input_tokens: 30, cache_creation_input_tokens: 40 };

const text = (value: string): PassingEvent => ({ kind: 'text', text: value });

const resultOf = (result: Partial<RunResult> = {}): RunResult => {
  const event = resultEvent(result);
  assert.ok(event.kind === 'result');
  return event.result;
};

const streamed = (events: readonly PassingEvent[], result?: Partial<RunResult>): readonly MessageEvent[] => {
  const stream = createMessageStream(PROMPT);
  return [...events.flatMap((event) => stream.read(event)), ...stream.end(resultOf(result))];
};

/** What Anthropic's SDKs take for a stream: https://docs.anthropic.com/en/docs/build-with-claude/streaming */
const checkOrder = (events: readonly MessageEvent[]): void => {
  const types = events.map(({ type }) => type);
  assert.deepEqual([types[0], ...types.slice(-2)], ['message_start', 'message_delta', 'message_stop']);
  let started = -1;
  let isOpen = false;
  for (const event of events.slice(1, -2)) {
    assert.ok('index' in event, `${event.type} in the middle`);
    if (event.type === 'content_block_start') {
      assert.equal(isOpen, false, 'one block at a time');
      started += 1;
    }
    assert.equal(isOpen, event.type !== 'content_block_start', 'nothing outside of a block');
    assert.equal(event.index, started, 'in the order of the index');
    isOpen = event.type !== 'content_block_stop';
  }
  assert.equal(isOpen, false, 'all are closed');
};

describe('a streamed message', () => {
  test('begins with what the model has read, and ends with why and with all that was used', () => {
    const events = streamed([{ kind: 'started', sessionId: 's', model: 'm' }, USAGE, text('Hel'), text('lo')]);
    assert.deepEqual(events, [
      {
        type: 'message_start',
        message: {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          model: 'claude-haiku-4-5',
          content: [],
          stop_reason: null,
          stop_sequence: null,
          stop_details: null,
          container: null,
          usage: { input_tokens: 7, output_tokens: 0, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 },
        },
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hel' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'lo' } },
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn', stop_sequence: null, stop_details: null },
        usage: TOTALS,
      },
      { type: 'message_stop' },
    ]);
  });

  test('has its events in the order that clients need, whatever happens in the run', () => {
    fc.assert(
      fc.property(fc.array(anyPassingEvent), fc.constantFrom(...StopReason.options), (events, stopReason) =>
        checkOrder(streamed(events, { stopReason })),
      ),
    );
  });

  test('brings all text and thinking of the run, in order and nothing else of it', () => {
    const said = (events: readonly MessageEvent[]) =>
      events
        .map((event) => (event.type === 'content_block_delta' ? event.delta : undefined))
        .map((delta) =>
          delta?.type === 'text_delta' ? delta.text : delta?.type === 'thinking_delta' ? delta.thinking : '',
        )
        .join('');
    fc.assert(
      fc.property(fc.array(anyPassingEvent), (events) => {
        const expected = events.map((event) => (event.kind === 'text' || event.kind === 'thinking' ? event.text : ''));
        assert.equal(said(streamed(events)), expected.join(''));
      }),
    );
  });

  test('says nothing of the tools that run on our side: its text goes on after them', () => {
    const events = streamed([
      USAGE,
      text('Let me look.'),
      { kind: 'tool_started', id: 't', name: 'Bash', input: {} },
      { kind: 'tool_completed', id: 't', isError: false, output: 'a' },
      text('\n\nDone.'),
    ]);
    assert.deepEqual(
      events.map(({ type }) => type).filter((type) => type !== 'content_block_delta'),
      ['message_start', 'content_block_start', 'content_block_stop', 'message_delta', 'message_stop'],
    );
    assert.doesNotMatch(JSON.stringify(events), /tool_use|Bash/);
  });
});

describe('a message', () => {
  const EVENTS: readonly PassingEvent[] = [
    USAGE,
    { kind: 'thinking', text: 'H' },
    { kind: 'thinking', text: 'm' },
    { kind: 'thinking_signature', signature: 'sig' },
    { kind: 'thinking_signature', signature: 'of what is not shown' },
    { kind: 'redacted_thinking', data: 'secret' },
    text('Let me '),
    text('see.'),
    { kind: 'tool_call', id: 'call-1', name: 'get_weather' },
    { kind: 'tool_call_input', id: 'call-1', json: '{"city":' },
    { kind: 'tool_call_input', id: 'call-1', json: '"Bern"}' },
    { kind: 'tool_call', id: 'call-2', name: 'now' },
  ];

  test('has what was streamed, each block whole', () => {
    const message = toMessageJson(PROMPT, EVENTS, resultOf({ stopReason: 'tool_use' }));
    assert.deepEqual(MessageJson.parse(message), message);
    assert.deepEqual(message.content, [
      { type: 'thinking', thinking: 'Hm', signature: 'sig' },
      { type: 'thinking', thinking: '', signature: 'of what is not shown' },
      { type: 'redacted_thinking', data: 'secret' },
      { type: 'text', text: 'Let me see.' },
      { type: 'tool_use', id: 'call-1', name: 'get_weather', input: { city: 'Bern' } },
      { type: 'tool_use', id: 'call-2', name: 'now', input: {} },
    ]);
    assert.deepEqual([message.stop_reason, message.usage], ['tool_use', TOTALS]);
  });

  test('holds no input that is not JSON, such as that of a call that was cut off', () => {
    const cut: readonly PassingEvent[] = EVENTS.slice(0, -2);
    const message = toMessageJson(PROMPT, cut, resultOf({ stopReason: 'max_tokens' }));
    assert.deepEqual(message.content.at(-1), { type: 'tool_use', id: 'call-1', name: 'get_weather', input: {} });
  });

  const STOPS: readonly (readonly [Partial<RunResult>, reason: string, details: string | null])[] = [
    [{ stopReason: 'end_turn' }, 'end_turn', null],
    [{ stopReason: 'max_tokens' }, 'max_tokens', null],
    [{ stopReason: 'stop_sequence', stopSequence: 'END' }, 'stop_sequence', null],
    [{ stopReason: 'tool_use' }, 'tool_use', null],
    [{ stopReason: 'refusal' }, 'refusal', 'refusal'],
    [{ stopReason: 'max_turns' }, 'max_tokens', 'max_turns'],
    [{ stopReason: 'max_cost' }, 'max_tokens', 'max_cost'],
  ];
  for (const [result, reason, details] of STOPS) {
    test(`that ended by ${result.stopReason} says ${reason}${details ? `, and that it was ${details}` : ''}`, () => {
      const message = toMessageJson(PROMPT, [], resultOf(result));
      assert.equal(message.stop_reason, reason);
      assert.equal(message.stop_sequence, result.stopSequence ?? null);
      assert.equal(message.stop_details?.type ?? null, details);
    });
  }
});
