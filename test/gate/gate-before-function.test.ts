import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import type { Grant } from '#core/grants/grant.ts';
import { settleGrant } from '#core/grants/settle-grant.ts';
import type { Upstream } from '#core/runs/run-request.ts';
import { startGate } from '#gate/gate.ts';
import type { GatePolicy } from '#gate/gate-session.ts';
import { startStandInModel } from '#local/model/stand-in-model.ts';
import { BEDROCK_SIGNER } from '#test/fakes/bedrock/bedrock-signer.ts';
import { startStandInBedrock } from '#test/fakes/bedrock/stand-in-bedrock.ts';
import { openGate, SECRET_KEY } from './open-gate.ts';
import { openGateFunction } from './open-gate-function.ts';

/** The gate in the runner, to which the gate function is a provider like any other. */
const openBoth = async (t: TestContext, grant: Partial<Grant> = {}, policy: Partial<GatePolicy> = {}) => {
  const standIn = await startStandInModel();
  t.after(() => standIn.close());
  const provider = { provider: 'anthropic' as const, baseUrl: standIn.baseUrl, apiKey: SECRET_KEY };
  const remote = await openGateFunction(t, { upstream: provider, grant });
  const upstream: Upstream = { provider: 'anthropic', baseUrl: remote.url, apiKey: remote.token };
  const { session, events, call } = await openGate(t, { upstream, ...policy });
  return { standIn, remote, session, events, call };
};

test('both gates count the same', async (t) => {
  const { remote, session, call } = await openBoth(t);
  const response = await call('[[say: hi]] [[usage: input=100 output=20]]');
  assert.match(await response.text(), /message_stop/);
  assert.deepEqual((await remote.grant()).spent, session.metrics());
});

test('when only the function knows that the budget is used up, the run is told that it is', async (t) => {
  const { remote, events, call } = await openBoth(t);
  const grant = await remote.grant();
  await remote.grants.replace({ ...grant, spent: { ...grant.spent, costMicroUsd: grant.maxCostMicroUsd } });
  assert.equal((await call('hi')).status, 402);
  assert.deepEqual(events, [{ kind: 'budget_reached' }]);
});

test('a run that has ended gets no more answers by either gate, and what failed has cost nothing', async (t) => {
  const { remote, session, events, call } = await openBoth(t);
  await settleGrant('prompt_1', { grants: remote.grants });
  assert.equal((await call('hi')).status, 401);
  assert.equal(events[0]?.kind === 'upstream_error' && events[0].isFinal, true);
  assert.equal(session.metrics().costMicroUsd, 0);
});

test('fails with 413 before a call is sent that the function could not be handed', async (t) => {
  const { standIn, remote } = await openBoth(t);
  const upstream: Upstream = { provider: 'anthropic', baseUrl: remote.url, apiKey: remote.token, maxBodyBytes: 1_000 };
  const { events, call } = await openGate(t, { upstream });
  const response = await call('x'.repeat(1_000));
  assert.equal(response.status, 413);
  assert.match(await response.text(), /request_too_large.*has \d+ bytes; at most 1000 are possible here/);
  assert.partialDeepStrictEqual(events, [{ kind: 'upstream_error', status: 413, isFinal: true }]);
  assert.equal(standIn.calls.length, 0);
});

test('an answer that the function has to break off fails here too', async (t) => {
  const { remote, events, call } = await openBoth(t);
  assert.match(await (await call('[[usage: input=50]] [[chars: 1000]] [[cut]]')).text(), /event: error/);
  assert.ok(events.some((event) => event.kind === 'upstream_error' && !event.isFinal));
  assert.equal((await remote.grant()).spent.usage.inputTokens, 50);
});

test('calls of Bedrock bear the token and are not signed until they leave the function', async (t) => {
  const bedrock = await startStandInBedrock(BEDROCK_SIGNER);
  const { credentials, region } = BEDROCK_SIGNER;
  const remote = await openGateFunction(t, {
    upstream: { provider: 'bedrock', baseUrl: bedrock.baseUrl, region, profile: 'eu' },
    bedrockCredentials: credentials,
  });
  // What the runner's own role is worth: nothing.
  const gate = await startGate({ bedrockCredentials: { accessKeyId: 'none', secretAccessKey: 'none' } });
  t.after(async () => {
    await gate.close();
    await bedrock.close();
  });
  const session = gate.openSession();
  const { policy } = await openGate(t);
  session.bind({
    ...policy,
    upstream: { provider: 'bedrock', baseUrl: remote.url, region, profile: 'eu', bearerToken: remote.token },
  });
  const response = await fetch(`${gate.baseUrl}/model/claude-haiku-4-5/invoke-with-response-stream`, {
    method: 'POST',
    headers: { authorization: `Bearer ${session.token}` },
    body: JSON.stringify({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 9,
      messages: [{ role: 'user', content: '[[usage: input=7 output=1]]' }],
    }),
  });
  assert.equal(response.status, 200);
  await response.arrayBuffer();
  assert.deepEqual((await remote.grant()).spent, session.metrics());
  assert.equal(session.metrics().costMicroUsd, 12);
});
