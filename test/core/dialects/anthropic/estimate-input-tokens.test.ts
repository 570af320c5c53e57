import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateInputTokens } from '#core/dialects/anthropic/estimate-input-tokens.ts';
import { CountTokensBody } from '#core/dialects/anthropic/messages-body.ts';

const estimate = (body: object, profile: 'chat' | 'agent' = 'chat'): number =>
  estimateInputTokens(
    CountTokensBody.parse({ model: 'haiku', messages: [{ role: 'user', content: 'x' }], ...body }),
    profile,
  );
/** Beyond a text of one token. */
const added = (body: object): number => estimate(body) - estimate({});
const user = (...content: readonly object[]) => ({ messages: [{ role: 'user', content }] });
const pdf = (text: string) => ({
  type: 'document',
  source: { type: 'base64', media_type: 'application/pdf', data: btoa(text) },
});

test('four bytes of text are a token, and the profile adds what Claude Code says', () => {
  assert.equal(estimate({}), 151);
  assert.equal(estimate({}, 'agent'), 5001);
  assert.equal(added({ messages: [{ role: 'user', content: 'x'.repeat(4004) }] }), 1000);
  assert.equal(added({ messages: [{ role: 'user', content: '\u4e2d'.repeat(400) }] }), 299);
  assert.equal(added({ system: [{ type: 'text', text: 'x'.repeat(400) }] }), 100);
});

test('tools count with their schemas, calls with their input, results with what is in them', () => {
  assert.ok(added({ tools: [{ name: 'a', input_schema: { type: 'object' }, description: 'x'.repeat(400) }] }) >= 450);
  const call = { type: 'tool_use', id: 't', name: 'a', input: { text: 'x'.repeat(400) } };
  const result = { type: 'tool_result', tool_use_id: 't', content: [{ type: 'text', text: 'x'.repeat(400) }] };
  const messages = [
    { role: 'user', content: 'x' },
    { role: 'assistant', content: [call] },
    { role: 'user', content: [result] },
  ];
  assert.ok(added({ messages }) >= 200);
});

test('an image counts as the largest, a PDF by its pages', () => {
  const image = { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } };
  assert.equal(added(user(image, { type: 'text', text: 'x' })), 1600);
  assert.equal(added(user(pdf('%PDF-1.4 /Type /Pages /Type /Page /Type/Page'), { type: 'text', text: 'x' })), 6000);
  assert.equal(added(user(pdf('%PDF-1.7 compressed'), { type: 'text', text: 'x' })), 3000);
});
