import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { BEDROCK_SIGNER } from '#test/fakes/bedrock/bedrock-signer.ts';
import { startStandInBedrock } from '#test/fakes/bedrock/stand-in-bedrock.ts';
import { openGateFunction } from './open-gate-function.ts';

const { credentials, region } = BEDROCK_SIGNER;
const HAIKU = 'eu.anthropic.claude-haiku-4-5-20251001-v1:0';

/** The gate function in front of a stand-in for Bedrock. */
const open = async (t: TestContext) => {
  const bedrock = await startStandInBedrock(BEDROCK_SIGNER);
  t.after(() => bedrock.close());
  const upstream = { provider: 'bedrock' as const, baseUrl: bedrock.baseUrl, region, profile: 'eu' };
  const gate = await openGateFunction(t, { upstream, bedrockCredentials: credentials });
  const invoke = (prompt: string, path = `${encodeURIComponent(HAIKU)}/invoke-with-response-stream`) =>
    fetch(`${gate.url}/model/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gate.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 100,
        messages: [{ role: 'user', content: prompt }],
      }),
    });
  return { ...gate, bedrock, invoke };
};

test('a call that bears the token is signed with the credentials of the function, streamed and booked', async (t) => {
  const { bedrock, token, invoke, grant } = await open(t);
  const response = await invoke('[[say: hi]] [[usage: input=100 output=20]]');
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/vnd.amazon.eventstream');
  assert.ok((await response.arrayBuffer()).byteLength > 500);
  assert.equal(JSON.stringify(bedrock.calls).includes(token), false);
  const { spent, reservations } = await grant();
  assert.deepEqual([spent.costMicroUsd, spent.isEstimated, reservations], [200, false, []]);
});

test('a path is understood, escaped or not: AWS may pass on either', async (t) => {
  const { invoke } = await open(t);
  assert.equal((await invoke('hi', `${HAIKU}/invoke`)).status, 200);
  const slashed = `arn:aws:bedrock:eu-west-1:1:inference-profile/${HAIKU}/invoke`;
  assert.match(await (await invoke('hi', slashed)).text(), /may not use the model \\"arn:aws.*inference-profile\/eu/);
});

test('fails when Bedrock is lost in the middle: the answer ends with an exception, and is booked', async (t) => {
  const { invoke, grant } = await open(t);
  const bytes = Buffer.from(await (await invoke('[[usage: input=50]] [[chars: 1000]] [[cut]]')).arrayBuffer());
  assert.match(
    bytes.toString('latin1'),
    /exception.*modelStreamErrorException.*connection to the model provider failed/s,
  );
  const { spent, reservations } = await grant();
  assert.deepEqual([spent.usage.inputTokens, spent.isEstimated, reservations], [50, true, []]);
});
