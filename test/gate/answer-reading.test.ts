import assert from 'node:assert/strict';
import test from 'node:test';
import { NO_READING, readMessage } from '#gate/answer-reading.ts';

test('a whole message tells its four buckets', () => {
  const usage = { input_tokens: 1, output_tokens: 2, cache_read_input_tokens: 3, cache_creation_input_tokens: null };
  assert.deepEqual(readMessage(JSON.stringify({ type: 'message', usage })), {
    usage: { inputTokens: 1, outputTokens: 2, cacheReadInputTokens: 3, cacheCreationInputTokens: 0 },
    isFinal: true,
  });
});

test('what cannot be read says nothing', () => {
  for (const odd of ['', 'null', '[]', '{"usage":']) assert.deepEqual(readMessage(odd), NO_READING);
});
