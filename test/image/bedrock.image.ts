import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BEDROCK_SIGNER } from '#test/fakes/bedrock/bedrock-signer.ts';
import { startStandInBedrock } from '#test/fakes/bedrock/stand-in-bedrock.ts';
import { openImage } from './open-image.ts';

const { credentials, region } = BEDROCK_SIGNER;

/** As Lambda gives a function the credentials of its role. */
const ENVIRONMENT = {
  MODEL_PROVIDER: 'bedrock',
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_SESSION_TOKEN: credentials.sessionToken ?? '',
};

for (const profile of ['chat', 'agent'] as const) {
  test(`the ${profile} profile streams from Bedrock, which is called once, signed with the function's role`, async (t) => {
    const bedrock = await startStandInBedrock(BEDROCK_SIGNER);
    t.after(() => bedrock.close());
    const { run } = await openImage(t, { environment: ENVIRONMENT });
    const upstream = { provider: 'bedrock', baseUrl: bedrock.baseUrl, region, profile: 'eu' } as const;
    const prompt = '[[say: one two three four five six seven]] [[delay: 1000]] [[usage: input=100 output=20]]';
    const { invocation, end } = await run({ profile, upstream, prompt });
    assert.ok(end?.kind === 'result', JSON.stringify(end));
    assert.equal(end.result.text, '[stand-in model] one two three four five six seven');
    assert.deepEqual([end.result.metrics.costMicroUsd, end.result.metrics.isEstimated], [200, false]);
    assert.deepEqual(
      bedrock.calls.map(({ path }) => path),
      ['/model/eu.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke-with-response-stream'],
    );
    const texts = invocation.chunks.filter(({ text }) => text.startsWith('{"kind":"text"'));
    const [first, last] = [texts[0], texts.at(-1)];
    assert.ok(first && last && last.afterMs - first.afterMs >= 200, 'the text came all at once');
  });
}

test('an agent runs commands between two calls of Bedrock', async (t) => {
  const bedrock = await startStandInBedrock(BEDROCK_SIGNER);
  t.after(() => bedrock.close());
  const { run } = await openImage(t, { environment: ENVIRONMENT });
  const upstream = { provider: 'bedrock', baseUrl: bedrock.baseUrl, region, profile: 'eu' } as const;
  const { end } = await run({ profile: 'agent', upstream, prompt: '[[bash: echo $((6 * 7))]]' });
  assert.ok(end?.kind === 'result', JSON.stringify(end));
  assert.match(end.result.text, /The tool said: 42/);
  assert.equal(bedrock.calls.length, 2);
});
