import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toPromptCommand } from '#core/prompts/prompt-command.ts';
import { parseSettings } from '#core/settings.ts';
import { readMessagesRequest } from '#test/core/dialects/anthropic/messages-request.ts';
import { readChat, readResponse } from '#test/core/dialects/openai/read-body.ts';

const settings = parseSettings({ maxPromptChars: 3 });
const COST = { 'headless-claude-max-cost-usd': '1000000' };
const TIMEOUT = { 'headless-claude-timeout': '1000000' };
const user = (content: string) => ({ role: 'user', content });

for (const [api, asked, name] of [
  ['a message', () => readMessagesRequest({ messages: [user('abcd')] }), 'messages'],
  ['a message', () => readMessagesRequest({ system: 'abcd' }), 'system'],
  ['a message', () => readMessagesRequest({}, COST), 'headless-claude-max-cost-usd'],
  ['a message', () => readMessagesRequest({}, TIMEOUT), 'headless-claude-timeout'],
  ['a chat completion', () => readChat({ messages: [user('abcd')] }), 'messages'],
  ['a chat completion', () => readChat({ messages: [{ role: 'system', content: 'abcd' }, user('Hi')] }), 'messages'],
  ['a chat completion', () => readChat({}, COST), 'headless-claude-max-cost-usd'],
  ['a chat completion', () => readChat({}, TIMEOUT), 'headless-claude-timeout'],
  ['a response', () => readResponse({ input: 'abcd' }), 'input'],
  ['a response', () => readResponse({ input: [{ role: 'system', content: 'abcd' }, user('Hi')] }), 'input'],
  ['a response', () => readResponse({ instructions: 'abcd' }), 'instructions'],
  ['a response', () => readResponse({}, COST), 'headless-claude-max-cost-usd'],
  ['a response', () => readResponse({}, TIMEOUT), 'headless-claude-timeout'],
] as const) {
  test(`whoever asks for ${api} past a limit of ${name} is told that name`, () => {
    const { draft } = asked();
    assert.throws(
      () => toPromptCommand({ ...draft, model: 'haiku' }, settings),
      ({ fields }: { fields: readonly { pointer: string }[] }) => {
        assert.deepEqual(
          fields.map(({ pointer }) => pointer),
          [`/${name}`],
        );
        return true;
      },
    );
  });
}
