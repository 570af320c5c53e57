import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { RecordedCall } from '#local/model/recorded-call.ts';
import { openProduct } from './open-product.ts';
import { readJson } from './read-json.ts';

const PROMPTS = [
  '/cost',
  '/compact',
  '/unknown x',
  '@/etc/hostname',
  '!ls',
  '#note',
  '-v',
  '--help',
  ' @/etc/hostname',
];

const product = await openProduct({ after });

describe('what the CLI would interpret', () => {
  for (const profile of ['chat', 'agent']) {
    for (const prompt of PROMPTS) {
      it(`reaches the model as plain text: ${prompt} (${profile})`, async () => {
        const callsBefore = product.model.calls.length;
        const response = await product.call('POST', '/v1/prompts', { model: 'haiku', profile, prompt });
        assert.equal((await readJson(response)).status, 'completed');
        const calls = product.model.calls.slice(callsBefore).filter(({ path }) => path.startsWith('/v1/messages'));
        assert.equal(calls.length, 1);
        const { messages } = (calls[0] as RecordedCall).body as {
          messages: { content: string | { text?: string }[] }[];
        };
        const texts = messages.flatMap(({ content }) =>
          typeof content === 'string' ? [content] : content.map(({ text }) => text),
        );
        assert.ok(texts.includes(prompt), JSON.stringify(texts));
      });
    }
  }
});
