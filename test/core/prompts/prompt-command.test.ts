import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PromptBody, toPromptDraft } from '#core/prompts/prompt-body.ts';
import { toPromptCommand } from '#core/prompts/prompt-command.ts';
import { textConversation } from '#core/runs/conversation.ts';
import { parseSettings, type SettingsInput } from '#core/settings.ts';

type Input = Partial<Record<keyof PromptBody, unknown>>;

const commandOf = (body: Input = {}, settings: SettingsInput = {}) =>
  toPromptCommand(toPromptDraft(PromptBody.parse({ prompt: 'Hi', ...body })), parseSettings(settings));

test('a prompt and nothing else has the defaults of the deployment', () => {
  const { model, ...command } = commandOf();
  assert.equal(model.id, 'claude-sonnet-5-5');
  assert.deepEqual(command, {
    messages: textConversation('Hi'),
    profile: 'agent',
    maxCostMicroUsd: 5_000_000,
    timeoutMs: 280_000,
    metadata: {},
    store: true,
  });
});

test('what a request asks for goes before the defaults', () => {
  const { model, ...command } = commandOf({
    system: 'Be brief.',
    model: 'haiku',
    profile: 'chat',
    max_turns: 4,
    max_cost_usd: 0.5,
    timeout_seconds: 30,
    metadata: { a: 'b' },
    store: false,
  });
  assert.equal(model.id, 'claude-haiku-5-5');
  assert.deepEqual(command, {
    messages: textConversation('Hi'),
    system: 'Be brief.',
    profile: 'chat',
    maxTurns: 4,
    maxCostMicroUsd: 500_000,
    timeoutMs: 30_000,
    metadata: { a: 'b' },
    store: false,
  });
});

test('an empty system prompt is not the same as none', () => {
  assert.equal(commandOf({ system: '' }).system, '');
  assert.equal('system' in commandOf(), false);
});

test('the defaults are those of the settings', () => {
  const { model, profile, maxCostMicroUsd } = commandOf(
    {},
    { defaultModel: 'opus', defaultProfile: 'chat', defaultMaxCostUsd: 1.5 },
  );
  assert.deepEqual([model.id, profile, maxCostMicroUsd], ['claude-opus-5-5', 'chat', 1_500_000]);
});

for (const { what, body, settings, timeoutMs } of [
  { what: 'buffered, what a silent response may take', body: {}, settings: {}, timeoutMs: 280_000 },
  { what: 'streamed, five minutes', body: { stream: true }, settings: {}, timeoutMs: 300_000 },
  {
    what: 'never more than the deployment allows',
    body: { stream: true },
    settings: { maxTimeoutSeconds: 20 },
    timeoutMs: 20_000,
  },
  { what: 'what was asked for, if buffered', body: { timeout_seconds: 280 }, settings: {}, timeoutMs: 280_000 },
  {
    what: 'what was asked for, if streamed',
    body: { stream: true, timeout_seconds: 840 },
    settings: {},
    timeoutMs: 840_000,
  },
]) {
  test(`the timeout is ${what}`, () => assert.equal(commandOf(body, settings).timeoutMs, timeoutMs));
}

test('the limit of cost is never above what the deployment allows', () => {
  assert.equal(commandOf({}, { maxCostUsd: 2 }).maxCostMicroUsd, 2_000_000);
});

test('however small, a limit of cost is at least a micro-USD', () => {
  assert.equal(commandOf({ max_cost_usd: 1e-9 }).maxCostMicroUsd, 1);
});

test('texts may be just as long as is allowed', () => {
  const { messages, system } = commandOf({ prompt: 'abc', system: 'abc' }, { maxPromptChars: 3 });
  assert.deepEqual([messages, system], [textConversation('abc'), 'abc']);
});

for (const { body, settings, code, pointer, message } of [
  {
    body: { prompt: 'abcd' },
    settings: { maxPromptChars: 3 },
    code: 'request_too_large',
    pointer: '/prompt',
    message: '"prompt" has 4 characters; at most 3 are allowed here. Shorten it.',
  },
  {
    body: { system: 'abcd' },
    settings: { maxPromptChars: 3 },
    code: 'request_too_large',
    pointer: '/system',
    message: '"system" has 4 characters; at most 3 are allowed here. Shorten it.',
  },
  {
    body: { prompt: 'x'.repeat(1_000_001) },
    settings: {},
    code: 'request_too_large',
    pointer: '/prompt',
    message: '"prompt" has 1000001 characters; at most 1000000 are allowed here. Shorten it.',
  },
  {
    body: { timeout_seconds: 281 },
    settings: {},
    code: 'invalid_request',
    pointer: '/timeout_seconds',
    message: 'A run may take up to 280 s, not 281 s. Up to 840 s are allowed with "stream": true.',
  },
  {
    body: { timeout_seconds: 841 },
    settings: {},
    code: 'invalid_request',
    pointer: '/timeout_seconds',
    message: 'A run may take up to 280 s, not 841 s.',
  },
  {
    body: { timeout_seconds: 841, stream: true },
    settings: {},
    code: 'invalid_request',
    pointer: '/timeout_seconds',
    message: 'A run may take up to 840 s, not 841 s.',
  },
  {
    body: { max_cost_usd: 50.01 },
    settings: {},
    code: 'invalid_request',
    pointer: '/max_cost_usd',
    message: 'A run may cost up to $50, not $50.01.',
  },
]) {
  test(`fails: ${message}`, () => {
    assert.throws(
      () => commandOf(body, settings),
      (error: { code: string; message: string; fields: readonly { pointer: string }[] }) => {
        assert.deepEqual([error.code, error.message, error.fields[0]?.pointer], [code, message, pointer]);
        return true;
      },
    );
  });
}

test('fails for a model that is not offered', () => {
  assert.throws(() => commandOf({ model: 'gpt' }), { code: 'unknown_model' });
});
