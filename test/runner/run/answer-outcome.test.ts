import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerOutcome } from '#runner/run/answer-outcome.ts';

const CALL = { id: '1', name: 'look', input: {} };
const answer = { stopReason: 'tool_use', toolCalls: [CALL], turns: 1 };
const chat = { profile: 'chat' } as const;

test('a call of the caller’s tool ends the run; one of ours does not', () => {
  assert.deepEqual(answerOutcome(answer, chat), { stopReason: 'tool_use' });
  assert.equal(answerOutcome({ ...answer, toolCalls: [] }, chat), undefined);
});

test('an answer of full length ends the run if the caller gave the length', () => {
  const full = { ...answer, stopReason: 'max_tokens', toolCalls: [] };
  assert.deepEqual(answerOutcome(full, { ...chat, parameters: { max_tokens: 5 } }), { stopReason: 'max_tokens' });
  assert.equal(answerOutcome(full, chat), undefined);
});

test('a refusal ends a chat; an agent may try again', () => {
  const refusal = { ...answer, stopReason: 'refusal', toolCalls: [] };
  assert.deepEqual(answerOutcome(refusal, chat), { stopReason: 'refusal' });
  assert.equal(answerOutcome(refusal, { profile: 'agent' }), undefined);
});

test('the limit of turns holds besides', () => {
  const ours = { stopReason: 'tool_use', toolCalls: [], turns: 2 };
  assert.deepEqual(answerOutcome(ours, { profile: 'agent', maxTurns: 2 }), { stopReason: 'max_turns' });
});
