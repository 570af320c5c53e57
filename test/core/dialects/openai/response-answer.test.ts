import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ResponseStream } from 'openai/lib/responses/ResponseStream';
import { ResponseBody } from '#core/dialects/openai/responses/response-body.ts';
import { ResponseJson } from '#core/dialects/openai/responses/response-json.ts';
import { createResponseStream, type NumberedEvent } from '#core/dialects/openai/responses/response-stream.ts';
import type { LastEvent, PassingEvent } from '#core/prompts/end-prompt.ts';
import type { RunResult, StopReason } from '#core/runs/run-event.ts';
import { passingEvent } from '#test/core/runs/run-event-arbitrary.ts';
import { errorEvent, TWO_TOOL_CALLS } from '#test/fakes/run-events.ts';
import { resultOf } from './result-of.ts';

const PROMPT = {
  id: 'prompt_1',
  createdAtMs: 1_700_000_000_999,
  model: 'claude-haiku-4-5',
  metadata: { team: 'blue' },
  store: true,
};
const said = (text: string): PassingEvent => ({ kind: 'text', text });

const streamed = (events: readonly PassingEvent[], last: LastEvent, body: object = {}) => {
  const stream = createResponseStream(PROMPT, ResponseBody.parse({ input: 'Hi', ...body }));
  const sent = [...stream.begin(), ...events.flatMap((event) => stream.read(event))];
  const { events: ending, response } = stream.end(last, 1_700_000_005_000);
  return { sent: [...sent, ...ending], response };
};

const ended = (changes: Partial<RunResult> = {}): LastEvent => ({ kind: 'result', result: resultOf(changes) });

/** What the SDK makes of the events: it checks them on the way. */
const accumulate = (events: readonly NumberedEvent[]) => {
  const lines = ReadableStream.from(events.map((event) => new TextEncoder().encode(`${JSON.stringify(event)}\n`)));
  return ResponseStream.fromReadableStream(lines).finalResponse();
};

describe('a response', () => {
  test('has what was asked for, what was said, and what was used', () => {
    const { response } = streamed([said('Hel'), said('lo')], ended(), { instructions: 'Be brief.' });
    assert.deepEqual(ResponseJson.parse(response), {
      id: 'resp_1',
      object: 'response',
      created_at: 1_700_000_000,
      completed_at: 1_700_000_005,
      status: 'completed',
      error: null,
      incomplete_details: null,
      model: 'claude-haiku-4-5',
      output: [
        {
          id: 'msg_1_0',
          type: 'message',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text: 'Hello', annotations: [], logprobs: [] }],
        },
      ],
      usage: {
        input_tokens: 80,
        input_tokens_details: { cached_tokens: 30, cache_write_tokens: 40 },
        output_tokens: 20,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: 100,
      },
      background: false,
      instructions: 'Be brief.',
      max_output_tokens: null,
      metadata: { team: 'blue' },
      parallel_tool_calls: true,
      previous_response_id: null,
      reasoning: { effort: null, summary: null },
      service_tier: 'default',
      store: true,
      temperature: 1,
      text: { format: { type: 'text' } },
      tool_choice: 'auto',
      tools: [],
      top_p: 1,
      truncation: 'disabled',
    });
  });

  const REASONS: readonly (readonly [StopReason, string])[] = [
    ['max_tokens', 'max_output_tokens'],
    ['refusal', 'content_filter'],
    ['max_turns', 'max_turns'],
    ['max_cost', 'max_cost'],
  ];
  for (const [stopReason, reason] of REASONS) {
    test(`that ended by ${stopReason} is incomplete, and so is its last item`, () => {
      const { sent, response } = streamed([said('Hel')], ended({ stopReason }));
      assert.deepEqual([response.status, response.incomplete_details], ['incomplete', { reason }]);
      assert.deepEqual([response.output[0]?.status, response.completed_at], ['incomplete', null]);
      assert.equal(sent.at(-1)?.type, 'response.incomplete');
    });
  }

  test('that failed says why, and keeps what was said', () => {
    const { sent, response } = streamed([said('Hel')], errorEvent() as LastEvent);
    assert.equal(sent.at(-1)?.type, 'response.failed');
    assert.equal(response.status, 'failed');
    assert.equal(response.error?.code, 'upstream_overloaded');
    assert.equal(response.output[0]?.status, 'incomplete');
  });
});

describe('events', () => {
  test('open and close each item in its turn', () => {
    const { sent } = streamed([said('Hel'), said('lo'), ...TWO_TOOL_CALLS], ended({ stopReason: 'tool_use' }));
    assert.deepEqual(
      sent.map(({ type, output_index }) => [type.replace('response.', ''), output_index].join(' ').trim()),
      [
        'created',
        'in_progress',
        'output_item.added 0',
        'content_part.added 0',
        'output_text.delta 0',
        'output_text.delta 0',
        'output_text.done 0',
        'content_part.done 0',
        'output_item.done 0',
        'output_item.added 1',
        'function_call_arguments.delta 1',
        'function_call_arguments.delta 1',
        'function_call_arguments.done 1',
        'output_item.done 1',
        'output_item.added 2',
        'function_call_arguments.done 2',
        'output_item.done 2',
        'completed',
      ],
    );
    const calls = sent.filter(({ type }) => type === 'response.function_call_arguments.done');
    assert.deepEqual(
      calls.map((event) => event['arguments']),
      ['{"city":"Bern"}', '{}'],
    );
  });

  test('are taken by the SDK for the response that they end with, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(passingEvent), fc.boolean(), async (events, isComplete) => {
        const stopReason = isComplete ? 'end_turn' : 'max_tokens';
        const { sent, response } = streamed(events, ended({ stopReason }));
        assert.deepEqual(
          sent.map(({ sequence_number }) => sequence_number),
          sent.map((_, index) => index),
        );
        const { output, output_text, status } = await accumulate(sent);
        // The SDK adds what it has parsed.
        assert.partialDeepStrictEqual(output, response.output);
        assert.equal(output.length, response.output.length);
        assert.equal(status, response.status);
        assert.equal(output_text, events.map((event) => (event.kind === 'text' ? event.text : '')).join(''));
      }),
      { numRuns: 50 },
    );
  });
});
