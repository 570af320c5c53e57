import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createMeterKeys } from '#adapters/api-gateway/meter-keys.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { startApiGatewayEdge } from '#test/fakes/api-gateway-edge.ts';
import { awsClientConfig } from '#test/fakes/aws-client-config.ts';

const start = async (t: TestContext) => {
  const edge = await startApiGatewayEdge([
    { id: 'plan-b', name: 'stack-basic' },
    { id: 'plan-p', name: 'stack-premium' },
  ]);
  t.after(() => edge.close());
  const meterKeys = createMeterKeys({ ...awsClientConfig(edge.endpoint), prefix: 'stack-' });
  return { edge, meterKeys };
};

const isUnavailable = (error: unknown) => error instanceof ServiceError && error.code === 'unavailable';

test('a key is made in the plan of its tier, and says by which value it is named', async (t) => {
  const { edge, meterKeys } = await start(t);
  assert.deepEqual(await meterKeys.create('key_1', 'basic'), { id: 'gateway-key-1', value: 'stack-key_1' });
  assert.deepEqual([...edge.keys], [['gateway-key-1', 'stack-key_1']]);
  assert.deepEqual([...edge.planKeys], ['plan-b gateway-key-1']);
});

test('fails, and leaves no key behind, if it cannot be put into the plan', async (t) => {
  const { edge, meterKeys } = await start(t);
  edge.failing = 'POST /usageplans';
  await assert.rejects(meterKeys.create('key_1', 'basic'), isUnavailable);
  assert.deepEqual([...edge.keys], []);
});

test('a key is moved into the plan of another tier, also if that is repeated', async (t) => {
  const { edge, meterKeys } = await start(t);
  const { id } = await meterKeys.create('key_1', 'basic');
  await meterKeys.move(id, 'basic', 'premium');
  await meterKeys.move(id, 'basic', 'premium');
  assert.deepEqual([...edge.planKeys], [`plan-p ${id}`]);
});

test('a move that failed half-way is completed by repeating it', async (t) => {
  const { edge, meterKeys } = await start(t);
  const { id } = await meterKeys.create('key_1', 'basic');
  edge.failing = 'POST /usageplans';
  await assert.rejects(meterKeys.move(id, 'basic', 'premium'), isUnavailable);
  edge.failing = undefined;
  await meterKeys.move(id, 'basic', 'premium');
  assert.deepEqual([...edge.planKeys], [`plan-p ${id}`]);
});

test('a key is deleted, also if that is repeated', async (t) => {
  const { edge, meterKeys } = await start(t);
  const { id } = await meterKeys.create('key_1', 'basic');
  await meterKeys.delete(id);
  await meterKeys.delete(id);
  assert.deepEqual([edge.keys.size, edge.planKeys.size], [0, 0]);
});

test('fails for a tier that has no plan', async (t) => {
  const { edge, meterKeys } = await start(t);
  await assert.rejects(meterKeys.create('key_1', 'gold'), isUnavailable);
  assert.equal(edge.keys.size, 0);
});

test('the plans are asked for once', async (t) => {
  const { edge, meterKeys } = await start(t);
  for (const id of ['key_1', 'key_2']) await meterKeys.create(id, 'basic');
  assert.equal(edge.calls.filter((call) => call.startsWith('GET /usageplans')).length, 1);
});
