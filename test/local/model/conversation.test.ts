import assert from 'node:assert/strict';
import test from 'node:test';
import { readConversation } from '#local/model/conversation.ts';
import type { Message } from '#local/model/message-request.ts';

const user = (...texts: readonly string[]): Message => ({
  role: 'user',
  content: texts.map((text) => ({ type: 'text', text })),
});
const toolUse: Message = { role: 'assistant', content: [{ type: 'tool_use' }] };
const toolResult = (content: unknown, is_error = false): Message => ({
  role: 'user',
  content: [{ type: 'tool_result', content, is_error }],
});
const REMINDER = '<system-reminder>\n[[say: not the user]]\n</system-reminder>';

test("the prompt is the user's last text, whatever the CLI puts around it", () => {
  const messages = [user('earlier'), user(REMINDER, `${REMINDER}now`, REMINDER)];
  assert.equal(readConversation(messages).prompt, 'now');
});

test('tool calls and their results since the prompt are told', () => {
  const messages = [
    user('do it'),
    toolUse,
    toolResult('one'),
    toolUse,
    toolResult([{ type: 'text', text: 'two' }], true),
  ];
  assert.deepEqual(readConversation(messages), {
    prompt: 'do it',
    toolTurns: 2,
    toolResults: [{ isError: true, text: 'two' }],
  });
});

test('tool calls of an earlier prompt do not count', () => {
  const messages = [user('first'), toolUse, toolResult('one'), user('second')];
  assert.deepEqual(readConversation(messages), { prompt: 'second', toolTurns: 0, toolResults: [] });
});

test('a prompt with [[always]] stays the prompt', () => {
  assert.equal(readConversation([user('a [[always]]'), user('b')]).prompt, 'a [[always]]');
});
