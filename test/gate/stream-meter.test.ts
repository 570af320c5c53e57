import assert from 'node:assert/strict';
import test from 'node:test';
import { createSseParser } from '#gate/sse-parser.ts';
import { createStreamMeter } from '#gate/stream-meter.ts';

const noError = (): void => assert.fail('no error was sent');

const frame = (event: object): Uint8Array => new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`);

const START = frame({
  type: 'message_start',
  message: { usage: { input_tokens: 7, output_tokens: 1, cache_read_input_tokens: 5, cache_creation_input_tokens: 3 } },
});
const text = (length: number): Uint8Array =>
  frame({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'x'.repeat(length) } });

const meterOf = (...frames: readonly Uint8Array[]) => {
  const meter = createStreamMeter(createSseParser, noError);
  for (const each of frames) meter.push(each);
  return meter;
};

test('the counts of message_delta are totals that replace those of message_start', () => {
  const end = frame({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 40 } });
  assert.deepEqual(meterOf(START, text(1000), end).reading(), {
    usage: { inputTokens: 7, outputTokens: 40, cacheReadInputTokens: 5, cacheCreationInputTokens: 3 },
    isFinal: true,
  });
});

test('an answer that breaks off has a quarter of its characters as output tokens, and says so', () => {
  const thinking = frame({ type: 'content_block_delta', delta: { type: 'thinking_delta', thinking: 'four' } });
  const json = frame({ type: 'content_block_delta', delta: { type: 'input_json_delta', partial_json: '{"a":1}' } });
  const { usage, isFinal } = meterOf(START, text(10), thinking, json).reading();
  assert.equal(usage.outputTokens, Math.ceil((10 + 4 + 7) / 4));
  assert.equal(isFinal, false);
});

test('a reported count that is higher than the estimate stands', () => {
  const soFar = frame({ type: 'message_delta', delta: { stop_reason: null }, usage: { output_tokens: 500 } });
  const { usage, isFinal } = meterOf(START, text(10), soFar).reading();
  assert.equal(usage.outputTokens, 500);
  assert.equal(isFinal, false);
});

test('nothing is known before message_start', () => {
  assert.equal(meterOf(frame({ type: 'ping' })).hasStarted(), false);
  assert.equal(meterOf(START).hasStarted(), true);
});

test('what is not an event of Anthropic is passed over', () => {
  const odd = ['data: [DONE]\n\n', 'data: null\n\n', 'data: {"type":"message_start"}\n\n'].join('');
  assert.equal(meterOf(new TextEncoder().encode(odd), START).reading().usage.inputTokens, 7);
});

test('an error event is told at once', () => {
  const errors: object[] = [];
  const meter = createStreamMeter(createSseParser, (error) => errors.push(error));
  meter.push(frame({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }));
  assert.deepEqual(errors, [{ type: 'overloaded_error', message: 'Overloaded' }]);
});
