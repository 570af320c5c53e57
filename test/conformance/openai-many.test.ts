import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { parseSettings } from '#core/settings.ts';
import { openProduct } from '#test/product/open-product.ts';
import { readJson } from '#test/product/read-json.ts';
import { CLIENTS } from './openai-clients.ts';

const STREAMS = 50;
const tiers = { standard: { requestsPerMinutePerPrincipal: 1000, requestsPerMinutePerTenant: 1000 } };
const product = await openProduct({ after }, { settings: parseSettings({ tiers }) });

const ask = (content: string) => ({ model: 'haiku', messages: [{ role: 'user' as const, content }] });

describe('a hundred streams at once, of both SDKs', () => {
  it('each bring their own answer to the end', async () => {
    const answers = await Promise.all(
      CLIENTS.flatMap(([, connect], which) => {
        const { chat } = connect(product);
        return Array.from({ length: STREAMS }, (_, index) =>
          chat.completions.stream(ask(`[[say: client ${which} number ${index}]]`)).finalContent(),
        );
      }),
    );
    const expected = CLIENTS.flatMap((_, which) =>
      Array.from({ length: STREAMS }, (_, index) => `[stand-in model] client ${which} number ${index}`),
    );
    assert.deepEqual(answers, expected);
  });
});

describe('a stream that its reader leaves', () => {
  for (const [name, connect] of CLIENTS) {
    it(`ends the run, with ${name}`, { timeout: 20_000 }, async () => {
      const stream = await connect(product).chat.completions.create({
        ...ask('[[chars: 5000]] [[delay: 20]]'),
        stream: true,
      });
      let id = '';
      for await (const chunk of stream) {
        id = chunk.id;
        if (chunk.choices[0]?.delta.content) break;
      }
      const read = async () => readJson(await product.call('GET', `/v1/prompts/${id}`));
      let kept = await read();
      while (kept.status === 'in_progress') kept = await read();
      assert.equal(kept.status, 'canceled');
      assert.ok(kept.response.length > 0 && kept.response.length < 5000);
    });
  }
});
