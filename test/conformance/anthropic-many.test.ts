import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { parseSettings } from '#core/settings.ts';
import { openProduct } from '#test/product/open-product.ts';
import { CLIENTS } from './anthropic-clients.ts';

const STREAMS = 50;
const tiers = { standard: { requestsPerMinutePerPrincipal: 1000, requestsPerMinutePerTenant: 1000 } };
const product = await openProduct({ after }, { settings: parseSettings({ tiers }) });

describe('a hundred streams at once, of both SDKs', () => {
  it('each bring their own answer to the end', async () => {
    const answers = await Promise.all(
      CLIENTS.flatMap(([, connect], client) => {
        const { messages } = connect(product);
        return Array.from({ length: STREAMS }, (_, index) =>
          messages
            .stream({
              model: 'haiku',
              max_tokens: 1000,
              messages: [{ role: 'user', content: `[[say: client ${client} number ${index}]]` }],
            })
            .finalText(),
        );
      }),
    );
    const expected = CLIENTS.flatMap((_, client) =>
      Array.from({ length: STREAMS }, (_, index) => `[stand-in model] client ${client} number ${index}`),
    );
    assert.deepEqual(answers, expected);
  });
});
