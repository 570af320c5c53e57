import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runLines } from '#runner/claude/run-lines.ts';
import { runRequest } from '#test/runner/run-request.ts';

test('whatever the caller writes, each line is one of ours', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.constantFrom('chat', 'agent'), (prompt, system, profile) => {
      const lines = runLines(runRequest({ prompt, system, profile: profile as 'chat' | 'agent' }));
      const types = lines.map((line) => JSON.parse(line).type);
      assert.deepEqual(types, ['control_request', 'control_request', 'user']);
      assert.ok(lines.every((line) => !line.includes('\n')));
    }),
  );
});

test('the prompt comes last, behind it an empty block', () => {
  const line = runLines(runRequest({ prompt: '/cost' })).at(-1) ?? '';
  assert.deepEqual(JSON.parse(line).message.content, [
    { type: 'text', text: '/cost' },
    { type: 'text', text: '' },
  ]);
});
