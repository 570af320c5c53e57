import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { RecordedCall } from '#local/model/recorded-call.ts';
import { openProduct } from './open-product.ts';
import { readJson } from './read-json.ts';

const TEXTS = ['/cost', '/compact', '/unknown x', '@/etc/hostname', '!ls', '#note', '-v', '--help', ' @/etc/hostname'];

const product = await openProduct({ after });

/** What a call sends to the model, text by text. */
const textsOf = ({ body }: RecordedCall): readonly (string | undefined)[] => {
  const { messages } = body as { messages: { content: string | { text?: string }[] }[] };
  return messages.flatMap(({ content }) => (typeof content === 'string' ? [content] : content.map(({ text }) => text)));
};

// One by one they are tried at the runner: test/runner/contract/plain-text.test.ts.
describe('what the CLI would interpret', () => {
  for (const profile of ['chat', 'agent']) {
    it(`reaches the model as plain text, as a prompt and in a conversation (${profile})`, async () => {
      const callsBefore = product.model.calls.length;
      const prompt = { model: 'haiku', profile, prompt: '/cost' };
      const response = await product.call('POST', '/v1/prompts', prompt);
      assert.equal((await readJson(response)).status, 'completed');
      const conversation = {
        ...{ model: 'haiku', max_tokens: 100 },
        messages: TEXTS.map((content) => ({ role: 'user', content })),
      };
      const headers = { 'headless-claude-profile': profile };
      assert.equal((await product.call('POST', '/v1/messages', conversation, headers)).status, 200);
      const [first, second, ...others] = product.model.calls
        .slice(callsBefore)
        .filter(({ path }) => path.startsWith('/v1/messages'));
      assert.ok(first && second && others.length === 0);
      assert.ok(textsOf(first).includes('/cost'), JSON.stringify(textsOf(first)));
      for (const text of TEXTS) assert.ok(textsOf(second).includes(text), JSON.stringify(textsOf(second)));
    });
  }
});
