import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runLines } from '#runner/claude/run-lines.ts';
import { runRequest } from '#test/runner/run-request.ts';

test('whatever the caller writes, each line is one of ours', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('chat', 'agent'), (system, profile) => {
      const lines = runLines(runRequest({ system, profile: profile as 'chat' | 'agent' }), 'conversation 1');
      const types = lines.map((line) => JSON.parse(line).type);
      assert.equal(types.at(-1), 'user');
      assert.ok(types.slice(0, -1).every((type) => type === 'control_request'));
      assert.ok(lines.every((line) => !line.includes('\n')));
    }),
  );
});

test('the placeholder comes last, and nothing of the conversation is in any line', () => {
  const lines = runLines(runRequest({ prompt: '/cost' }), 'conversation 1');
  assert.deepEqual(JSON.parse(lines.at(-1) ?? '').message.content, [{ type: 'text', text: 'conversation 1' }]);
  assert.ok(lines.every((line) => !line.includes('/cost')));
});

test('a schema goes without the name of its draft, which the CLI may not know', () => {
  const schema = { type: 'object', properties: { name: { type: 'string' } } };
  const outputSchema = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema };
  for (const profile of ['chat', 'agent'] as const) {
    const [line = ''] = runLines(runRequest({ profile, outputSchema }), 'conversation 1');
    assert.deepEqual(JSON.parse(line).request.jsonSchema, schema);
  }
});
