import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRunRecord } from '#runner/run/run-record.ts';

test('the answer is the concatenation of the text events', () => {
  const record = createRunRecord(() => 0);
  record.add({ kind: 'text', text: 'one' });
  record.add({ kind: 'thinking', text: 'hmm' });
  record.add({ kind: 'text', text: ' two' });
  assert.equal(record.text(), 'one two');
});

test('everything said counts as output, in bytes', () => {
  const record = createRunRecord(() => 0);
  record.add({ kind: 'text', text: 'é' });
  record.add({ kind: 'thinking', text: 'abc' });
  record.add({ kind: 'tool_started', id: 'x', name: 'Bash', input: { a: 1 } });
  record.add({ kind: 'tool_completed', id: 'x', isError: false, output: '1234' });
  record.add({ kind: 'retry', attempt: 1, delayMs: 1, status: null });
  assert.equal(record.outputBytes, 2 + 3 + 7 + 4);
});

test('the first token is the first text or thinking', () => {
  let nowMs = 0;
  const record = createRunRecord(() => nowMs);
  record.add({ kind: 'started', sessionId: 's', model: 'm' });
  assert.equal(record.firstTokenAtMs, undefined);
  nowMs = 5;
  record.add({ kind: 'thinking', text: 'hmm' });
  nowMs = 9;
  record.add({ kind: 'text', text: 'one' });
  assert.equal(record.firstTokenAtMs, 5);
});
