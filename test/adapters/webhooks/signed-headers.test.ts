import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { Webhook } from 'standardwebhooks';
import { newWebhookSecret } from '#adapters/webhooks/new-webhook-secret.ts';
import { signedHeaders } from '#adapters/webhooks/signed-headers.ts';

const SECRET = newWebhookSecret();
const OLD_SECRET = newWebhookSecret();
const EVENT = { id: 'evt_1', object: 'event', type: 'job.completed', data: { text: 'ü – 語' } };
const BODY = JSON.stringify(EVENT);

// The libraries compare with the time of this machine.
const headersOf = (secrets: readonly string[], atMs = Date.now()): Record<string, string> =>
  signedHeaders({ id: 'evt_1', atMs, body: BODY, secrets });

/** How receivers verify, by the libraries that they have. */
const VERIFIERS: Readonly<Record<string, (body: string, headers: Record<string, string>, secret: string) => unknown>> =
  {
    standardwebhooks: async (body, headers, secret) => new Webhook(secret).verify(body, headers),
    'OpenAI’s SDK': (body, headers, secret) => new OpenAI({ apiKey: 'x' }).webhooks.unwrap(body, headers, secret),
    'Anthropic’s SDK': async (body, headers, key) =>
      new Anthropic({ apiKey: 'x' }).beta.webhooks.unwrap(body, { headers, key }),
  };

for (const [library, verify] of Object.entries(VERIFIERS)) {
  describe(`with ${library}, what is sent`, () => {
    test('is verified with the secret', async () => {
      assert.deepEqual(await verify(BODY, headersOf([SECRET]), SECRET), EVENT);
    });

    test('is verified with either secret while both sign', async () => {
      for (const secret of [SECRET, OLD_SECRET]) {
        assert.deepEqual(await verify(BODY, headersOf([SECRET, OLD_SECRET]), secret), EVENT);
      }
    });

    test('fails with another secret, another body, another id, or another time', async () => {
      const headers = headersOf([SECRET]);
      const fails = (body: string, changed: object, secret = SECRET) =>
        assert.rejects(async () => verify(body, { ...headers, ...changed }, secret));
      await fails(BODY, {}, OLD_SECRET);
      await fails(BODY.replace('evt_1', 'evt_2'), {});
      await fails(BODY, { 'webhook-id': 'evt_2' });
      await fails(BODY, { 'webhook-timestamp': String(Math.floor(Date.now() / 1000) - 1) });
      await fails(BODY, headersOf([SECRET], Date.now() - 600_000));
    });
  });
}

test('the time is that of the attempt, in seconds, and each secret has a signature', () => {
  const headers = headersOf([SECRET, OLD_SECRET], 1_763_600_000_999);
  assert.equal(headers['webhook-timestamp'], '1763600000');
  assert.match(headers['webhook-signature'] ?? '', /^v1,[\w+/]{43}= v1,[\w+/]{43}=$/);
});

test('a secret is 32 random bytes', () => {
  assert.equal(Buffer.from(SECRET.replace(/^whsec_/, ''), 'base64').length, 32);
  assert.notEqual(SECRET, OLD_SECRET);
});
