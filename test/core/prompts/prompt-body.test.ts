import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PromptBody } from '#core/prompts/prompt-body.ts';

const pairs = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`name-${index}`, '']));

test('a body needs nothing but a prompt', () => {
  assert.deepEqual(PromptBody.parse({ prompt: 'Hi' }), { prompt: 'Hi', stream: false, metadata: {}, store: true });
});

for (const [what, body] of [
  ['16 pairs of metadata', { metadata: pairs(16) }],
  ['long metadata', { metadata: { ['n'.repeat(64)]: 'v'.repeat(512) } }],
  ['an empty system prompt', { system: '' }],
  ['a cost of a fraction of a cent', { max_cost_usd: 0.000_001 }],
] as const) {
  test(`${what} may be given`, () => assert.ok(PromptBody.safeParse({ prompt: 'Hi', ...body }).success));
}

for (const [what, body] of [
  ['an empty prompt', { prompt: '' }],
  ['a prompt that is no text', { prompt: ['Hi'] }],
  ['a field that is not known', { max_tokens: 1 }],
  ['a profile that there is not', { profile: 'root' }],
  ['a flag that is no boolean', { stream: 'true' }],
  ['no turn at all', { max_turns: 0 }],
  ['half a turn', { max_turns: 1.5 }],
  ['no cost at all', { max_cost_usd: 0 }],
  ['a timeout that is not whole', { timeout_seconds: 1.5 }],
  ['17 pairs of metadata', { metadata: pairs(17) }],
  ['metadata with too long a name', { metadata: { ['n'.repeat(65)]: '' } }],
  ['metadata with too long a value', { metadata: { name: 'v'.repeat(513) } }],
  ['metadata that is no text', { metadata: { name: 1 } }],
] as const) {
  test(`fails for ${what}`, () => assert.equal(PromptBody.safeParse({ prompt: 'Hi', ...body }).success, false));
}
