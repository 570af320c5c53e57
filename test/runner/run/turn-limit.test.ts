import assert from 'node:assert/strict';
import { test } from 'node:test';
import { turnLimitOutcome } from '#runner/run/turn-limit.ts';

test('a run goes on below its limit, and without one', () => {
  assert.equal(turnLimitOutcome(1, 'tool_use', 2), undefined);
  assert.equal(turnLimitOutcome(1000, 'tool_use'), undefined);
});

test('at its limit it may still come to its own end', () => {
  assert.equal(turnLimitOutcome(2, 'end_turn', 2), undefined);
  // The next answer is under way.
  assert.equal(turnLimitOutcome(2, undefined, 2), undefined);
});

test('at its limit it may not go on', () => {
  assert.deepEqual(turnLimitOutcome(2, 'tool_use', 2), { stopReason: 'max_turns' });
  assert.deepEqual(turnLimitOutcome(2, 'max_tokens', 2), { stopReason: 'max_tokens' });
  assert.deepEqual(turnLimitOutcome(2, 'refusal', 2), { stopReason: 'refusal' });
  assert.deepEqual(turnLimitOutcome(2, 'model_context_window_exceeded', 2), { stopReason: 'max_turns' });
});
