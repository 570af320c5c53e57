import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateTokens } from '#core/limits/estimate-tokens.ts';
import { type PromptCommand, toPromptCommand } from '#core/prompts/prompt-command.ts';
import { approximateInputTokens } from '#core/runs/approximate-input-tokens.ts';
import type { ContentBlock } from '#core/runs/conversation.ts';
import { parseSettings } from '#core/settings.ts';

const FIELD_NAMES = { messages: 'prompt', system: 'system', maxCostUsd: 'c', timeoutSeconds: 't' };

const estimate = (content: readonly ContentBlock[], more: Partial<PromptCommand> = {}): number => {
  const draft = { stream: false, metadata: {}, store: false, fieldNames: FIELD_NAMES };
  const messages = [{ role: 'user' as const, content: [...content] }];
  const command = { ...toPromptCommand({ ...draft, messages }, parseSettings({})), profile: 'chat' as const, ...more };
  const { system, profile, parameters } = command;
  const inputTokens = approximateInputTokens({ messages: command.messages, system, profile, tools: parameters?.tools });
  return estimateTokens(inputTokens, parameters);
};

const TEXT = { type: 'text', text: 'x'.repeat(400) };

test('an answer has 1,000 tokens or max_tokens; the profile adds what Claude Code says', () => {
  assert.equal(estimate([TEXT]), 1_250);
  assert.equal(estimate([TEXT], { parameters: { max_tokens: 10 } }), 260);
  assert.equal(estimate([TEXT], { profile: 'agent' }), 6_100);
});

test('images, documents and tools count', () => {
  const image = { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } };
  const pdf = {
    type: 'document',
    source: { type: 'base64', media_type: 'application/pdf', data: btoa('/Type /Page') },
  };
  assert.equal(estimate([image, pdf, TEXT]) - estimate([TEXT]), 4_600);
  const tools = [{ name: 'a', input_schema: {} }];
  assert.ok(estimate([TEXT], { parameters: { tools } }) > estimate([TEXT]) + 350);
});
