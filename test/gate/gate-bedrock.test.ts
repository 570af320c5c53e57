import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { MODEL_CATALOG } from '#core/models/model-catalog.ts';
import type { AwsCredentials } from '#gate/aws-credentials.ts';
import { startGate } from '#gate/gate.ts';
import type { GateEvent, GatePolicy } from '#gate/gate-session.ts';
import { BEDROCK_SIGNER } from '#test/fakes/bedrock/bedrock-signer.ts';
import { startStandInBedrock } from '#test/fakes/bedrock/stand-in-bedrock.ts';

const { credentials, region } = BEDROCK_SIGNER;

interface OpenOptions extends Partial<GatePolicy> {
  readonly bedrockCredentials?: AwsCredentials;
}

/** A gate in front of a stand-in for Bedrock, and how the CLI calls it. */
const openGate = async (t: TestContext, { bedrockCredentials = credentials, ...overrides }: OpenOptions = {}) => {
  const bedrock = await startStandInBedrock(BEDROCK_SIGNER);
  const gate = await startGate({ bedrockCredentials });
  t.after(async () => {
    await gate.close();
    await bedrock.close();
  });
  const events: GateEvent[] = [];
  const session = gate.openSession();
  session.bind({
    upstream: { provider: 'bedrock', baseUrl: bedrock.baseUrl, region, profile: 'eu' },
    models: MODEL_CATALOG,
    maxCostMicroUsd: 1_000_000,
    stallTimeoutMs: 5_000,
    onEvent: (event) => events.push(event),
    ...overrides,
  });
  const post = (path: string, prompt: string) =>
    fetch(gate.baseUrl + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${session.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 100,
        messages: [{ role: 'user', content: prompt }],
      }),
    });
  const call = (prompt: string, model = 'us.anthropic.claude-haiku-4-5-20251001-v1:0') =>
    post(`/model/${encodeURIComponent(model)}/invoke-with-response-stream`, prompt);
  return { gate, bedrock, session, events, post, call };
};

test('a call is signed by the gate, named by the profile of the run, and counted', async (t) => {
  const { session, bedrock, call } = await openGate(t);
  const response = await call('[[say: hi]] [[usage: input=100 output=20]]');
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/vnd.amazon.eventstream');
  assert.ok((await response.arrayBuffer()).byteLength > 500);
  assert.equal(
    bedrock.calls[0]?.path,
    '/model/eu.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke-with-response-stream',
  );
  assert.equal(JSON.stringify(bedrock.calls).includes(session.token), false);
  // Haiku 4.5: 100 × 1 + 20 × 5
  assert.equal(session.metrics().costMicroUsd, 200);
  assert.equal(session.metrics().isEstimated, false);
  assert.equal(session.metrics().modelUsage[0]?.model, 'claude-haiku-4-5');
});

test('an answer in one piece is counted too', async (t) => {
  const { session, post } = await openGate(t);
  const response = await post('/model/haiku/invoke', '[[usage: input=3 output=4]]');
  assert.equal(((await response.json()) as { type: string }).type, 'message');
  assert.deepEqual([session.metrics().usage.inputTokens, session.metrics().usage.outputTokens], [3, 4]);
});

test('fails when the signature is wrong, and nothing of the credentials comes back', async (t) => {
  const bedrockCredentials = { ...credentials, secretAccessKey: 'another secret' };
  const { events, call } = await openGate(t, { bedrockCredentials });
  const response = await call('hi');
  const body = await response.text();
  assert.equal(response.status, 403);
  assert.match(body, /does not match.*x-amz-security-token:\[redacted\]/s);
  assert.equal((body + JSON.stringify(events)).includes(credentials.sessionToken ?? ''), false);
  assert.equal(events[0]?.kind === 'upstream_error' && events[0].isFinal, true);
});

test("Bedrock's errors reach the run and the CLI with the status that the Anthropic API would have given", async (t) => {
  const { session, events, call } = await openGate(t);
  const statuses = { 400: 400, 403: 403, 404: 404, 408: 504, 424: 502, 429: 429, 500: 500, 503: 529 };
  for (const [status, expected] of Object.entries(statuses)) {
    const response = await call(`[[fail: ${status}]]`);
    assert.equal(response.status, expected, status);
    const event = events.at(-1);
    assert.ok(event?.kind === 'upstream_error');
    assert.equal(event.status, expected);
    assert.match(event.message, new RegExp(`fails with ${status}`));
  }
  assert.deepEqual(session.metrics().modelUsage, []);
});

test('fails when Bedrock throttles in the middle of a stream: told to the run, and what came is counted', async (t) => {
  const { session, events, call } = await openGate(t);
  await (await call('[[usage: input=50]] [[chars: 1000]] [[error]]')).arrayBuffer();
  const [error] = events;
  assert.ok(error?.kind === 'upstream_error');
  assert.equal(error.status, 429);
  assert.equal(session.metrics().usage.inputTokens, 50);
  assert.equal(session.metrics().isEstimated, true);
});

test('fails when the connection is lost in the middle: told to the run, and what came is counted', async (t) => {
  const { session, events, call } = await openGate(t);
  const response = await call('[[usage: input=50]] [[chars: 1000]] [[cut]]');
  await assert.rejects(response.arrayBuffer());
  assert.deepEqual(
    events.map((event) => (event.kind === 'upstream_error' ? event.status : event.kind)),
    ['usage', 'usage', null],
  );
  assert.equal(session.metrics().usage.inputTokens, 50);
});

test('fails when Bedrock is silent for too long', async (t) => {
  const { events, call } = await openGate(t, { stallTimeoutMs: 50 });
  assert.equal((await call('[[hang]]')).status, 504);
  assert.equal(events.at(-1)?.kind, 'stalled');
});

test('an answer whose prompt alone costs the maximum is cut, and the next call is refused', async (t) => {
  const { bedrock, events, call } = await openGate(t, { maxCostMicroUsd: 1000 });
  assert.equal((await call('[[usage: input=1000 output=9]] [[chars: 5000]] [[delay: 10]]')).status, 402);
  assert.equal((await call('hi')).status, 402);
  assert.equal(events.at(-1)?.kind, 'budget_reached');
  assert.equal(bedrock.calls.length, 1);
});

test('fails with 400 for a model that the run may not use, and tells the run by its plain name', async (t) => {
  const { bedrock, events, call } = await openGate(t);
  assert.equal((await call('hi', 'eu.anthropic.claude-opus-4-8')).status, 400);
  assert.deepEqual(events, [{ kind: 'model_refused', model: 'claude-opus-4-8' }]);
  assert.equal(bedrock.calls.length, 0);
});

test("fails with 404 for what is not Bedrock's runtime API", async (t) => {
  const { bedrock, post } = await openGate(t);
  const paths = ['/v1/messages', '/model/haiku/converse', '/model/../invoke', '/model/a/b/invoke', '/model/%ff/invoke'];
  for (const path of paths) assert.equal((await post(path, 'hi')).status, 404, path);
  assert.equal(bedrock.calls.length, 0);
});

test('what the CLI asks at its start is answered by the gate: there are no inference profiles', async (t) => {
  const { gate, bedrock } = await openGate(t);
  const response = await fetch(`${gate.baseUrl}/inference-profiles?type=SYSTEM_DEFINED`);
  assert.deepEqual(await response.json(), { inferenceProfileSummaries: [] });
  assert.equal(bedrock.calls.length, 0);
});
