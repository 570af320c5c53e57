import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCliMessage } from '#runner/claude/cli-message.ts';

test('a line is read as far as it is known', () => {
  const line = { type: 'system', subtype: 'init', session_id: 's', model: 'm', tools: ['Bash'], future: { field: 1 } };
  assert.deepEqual(parseCliMessage(JSON.stringify(line)), {
    type: 'system',
    subtype: 'init',
    session_id: 's',
    model: 'm',
  });
});

test('kinds that nobody reads are passed over', () => {
  for (const line of ['{"type":"system","subtype":"status"}', '{"type":"rate_limit_event"}', '{"type":"new"}']) {
    assert.equal(parseCliMessage(line), undefined);
  }
});

test('fails what is not the protocol', () => {
  for (const line of ['', 'Error: out of memory', 'null', '[]', '{}', '{"type":"result"}', '{"type":"assistant"}']) {
    assert.throws(() => parseCliMessage(line), Error, line);
  }
});
