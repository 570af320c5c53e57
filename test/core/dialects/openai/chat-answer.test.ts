import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ChatCompletion, toChatCompletion } from '#core/dialects/openai/chat/chat-completion.ts';
import { createChatStream } from '#core/dialects/openai/chat/chat-stream.ts';
import type { PassingEvent } from '#core/prompts/end-prompt.ts';
import { type RunResult, StopReason } from '#core/runs/run-event.ts';
import { passingEvent } from '#test/core/runs/run-event-arbitrary.ts';
import { SOME_METRICS, TWO_TOOL_CALLS } from '#test/fakes/run-events.ts';
import { resultOf } from './result-of.ts';

const PROMPT = { id: 'prompt_1', createdAtMs: 1_700_000_000_999, model: 'claude-haiku-4-5' };
const HEAD = { id: 'chatcmpl-1', created: 1_700_000_000, model: 'claude-haiku-4-5' };
const USAGE = {
  prompt_tokens: 80,
  completion_tokens: 20,
  total_tokens: 100,
  prompt_tokens_details: { cached_tokens: 30, cache_write_tokens: 40 },
};
const said = (text: string): PassingEvent => ({ kind: 'text', text });

// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
type Chunk = any;

const streamed = (events: readonly PassingEvent[], result?: Partial<RunResult>, includeUsage = false): Chunk[] => {
  const stream = createChatStream(PROMPT, { includeUsage });
  return [...stream.begin(), ...events.flatMap((event) => stream.read(event)), ...stream.end(resultOf(result))];
};

const deltasOf = (chunks: readonly Chunk[]): readonly Chunk[] => chunks.map(({ choices }) => choices[0]?.delta);

describe('a chat completion', () => {
  test('has the text, why it ended and what was used, cached tokens among those of the prompt', () => {
    assert.deepEqual(toChatCompletion(PROMPT, resultOf({ text: 'Hello' }), []), {
      ...HEAD,
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Hello', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
          stop_reason: 'end_turn',
        },
      ],
      usage: USAGE,
      service_tier: 'default',
    });
  });

  test('has the tool calls with their arguments as JSON, and no content if nothing was said', () => {
    const toolCalls = [{ id: 'toolu_1', name: 'get_weather', input: { city: 'Bern' } }];
    const { choices } = toChatCompletion(PROMPT, resultOf({ text: '', stopReason: 'tool_use', toolCalls }), []);
    assert.equal(choices[0]?.message.content, null);
    assert.deepEqual(choices[0]?.message.tool_calls, [
      { id: 'toolu_1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Bern"}' } },
    ]);
  });

  test('tells what the model thought', () => {
    const thoughts: readonly PassingEvent[] = [
      { kind: 'thinking', text: 'Let me ' },
      { kind: 'thinking', text: 'see.' },
    ];
    const { choices } = toChatCompletion(PROMPT, resultOf(), thoughts);
    assert.equal(choices[0]?.message.reasoning_content, 'Let me see.');
  });

  const REASONS: Record<StopReason, string> = {
    end_turn: 'stop',
    stop_sequence: 'stop',
    max_tokens: 'length',
    tool_use: 'tool_calls',
    refusal: 'content_filter',
    max_turns: 'length',
    max_cost: 'length',
  };
  for (const stopReason of StopReason.options) {
    test(`that ended by ${stopReason} says ${REASONS[stopReason]}, and the very reason`, () => {
      const [whole] = toChatCompletion(PROMPT, resultOf({ stopReason }), []).choices;
      const [last] = streamed([], { stopReason }).at(-1).choices;
      for (const choice of [whole, last]) {
        assert.deepEqual([choice.finish_reason, choice.stop_reason], [REASONS[stopReason], stopReason]);
      }
    });
  }
});

describe('chunks', () => {
  test('say first who speaks, then what, then why it ended', () => {
    const chunk = (delta: object, end: object = { finish_reason: null }) => ({
      ...HEAD,
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, logprobs: null, ...end }],
    });
    assert.deepEqual(streamed([said('Hel'), said('lo')]), [
      chunk({ role: 'assistant', content: '' }),
      chunk({ content: 'Hel' }),
      chunk({ content: 'lo' }),
      chunk({}, { finish_reason: 'stop', stop_reason: 'end_turn' }),
    ]);
  });

  test('bring usage last and in none before, if it is asked for', () => {
    const chunks = streamed([said('Hi')], { metrics: SOME_METRICS }, true);
    assert.deepEqual(
      chunks.slice(0, -1).map(({ usage }) => usage),
      [null, null, null],
    );
    assert.deepEqual(chunks.at(-1), { ...HEAD, object: 'chat.completion.chunk', choices: [], usage: USAGE });
  });

  test('bring tool calls piece by piece; a call without arguments has an empty object of them', () => {
    const call = (index: number, delta: object) => ({ tool_calls: [{ index, ...delta }] });
    const begun = (id: string, name: string) => ({ id, type: 'function', function: { name, arguments: '' } });
    assert.deepEqual(deltasOf(streamed(TWO_TOOL_CALLS, { stopReason: 'tool_use' })).slice(1, -1), [
      call(0, begun('toolu_1', 'get_weather')),
      call(0, { function: { arguments: '{"city":' } }),
      call(0, { function: { arguments: '"Bern"}' } }),
      call(1, begun('toolu_2', 'get_time')),
      call(1, { function: { arguments: '{}' } }),
    ]);
  });

  test('say nothing of tools that run here', () => {
    const events: readonly PassingEvent[] = [
      { kind: 'tool_started', id: 'toolu_1', name: 'Bash', input: {} },
      { kind: 'tool_completed', id: 'toolu_1', isError: false, output: 'x' },
    ];
    assert.equal(streamed(events).length, 2);
  });

  test('are in the order that clients rely on, whatever happens, and add up to what was said', () => {
    fc.assert(
      fc.property(fc.array(passingEvent), fc.boolean(), (events, includeUsage) => {
        const chunks = streamed(events, {}, includeUsage);
        const answer = includeUsage ? chunks.slice(0, -1) : chunks;
        const [first, ...rest] = deltasOf(answer);
        assert.deepEqual(first, { role: 'assistant', content: '' });
        for (const delta of rest) assert.ok(!('role' in delta));
        const reasons = answer.map(({ choices }) => choices[0].finish_reason);
        assert.deepEqual(reasons, [...reasons.slice(0, -1).fill(null), 'stop']);

        const textOf = (kind: string) =>
          events.map((event) => (event.kind === kind && 'text' in event ? event.text : ''));
        assert.equal(rest.map(({ content = '' }) => content).join(''), textOf('text').join(''));
        const thought = rest.map(({ reasoning_content = '' }) => reasoning_content).join('');
        assert.equal(thought, textOf('thinking').join(''));

        const calls = rest.flatMap(({ tool_calls = [] }) => tool_calls);
        const begun = calls.filter(({ id }) => id !== undefined);
        assert.deepEqual(
          begun.map(({ index }) => index),
          begun.map((_, index) => index),
        );
        for (const { index } of begun) {
          const json = calls.filter((call) => call.index === index).map((call) => call.function.arguments);
          assert.notEqual(json.join(''), '');
        }
        assert.ok(calls.every(({ index }) => index >= 0 && index < begun.length));
      }),
    );
  });

  test('and the whole answer are of the shape that the API promises', () => {
    const toolCalls = [{ id: 'toolu_1', name: 'get_weather', input: {} }];
    for (const changes of [{}, { stopReason: 'tool_use', toolCalls } as const]) {
      ChatCompletion.parse(toChatCompletion(PROMPT, resultOf(changes), [{ kind: 'thinking', text: 'Hm' }]));
    }
  });
});
