import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerId, promptIdOf } from '#core/dialects/answer-id.ts';

for (const prefix of ['msg_', 'chatcmpl-', 'resp_'] as const) {
  test(`an answer ${prefix}… leads back to its prompt`, () => {
    const id = answerId(prefix, 'prompt_01jd8x2k9efq0v3m5z7b4c6d8g');
    assert.equal(id, `${prefix}01jd8x2k9efq0v3m5z7b4c6d8g`);
    assert.equal(promptIdOf(id), 'prompt_01jd8x2k9efq0v3m5z7b4c6d8g');
  });
}

test('the id of a prompt is itself, and what is none stays what it is', () => {
  assert.deepEqual(['prompt_1', 'other_1', ''].map(promptIdOf), ['prompt_1', 'other_1', '']);
});
