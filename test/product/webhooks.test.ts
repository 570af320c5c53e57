import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import OpenAI from 'openai';
import { Webhook } from 'standardwebhooks';
import { startWebhookReceiver, type WebhookReceiver } from '#test/fakes/webhook-receiver.ts';
import { openAdmin } from './open-admin.ts';
import { openProduct } from './open-product.ts';
import { readJson } from './read-json.ts';

/** The attempts of AWS, without the days between them. */
const deliveryPolicy = { delaysSeconds: [0, 0, 0], maxRetryAfterSeconds: 0, disableAfterMs: 432_000_000 };

const product = await openProduct({ after }, { poolAgentSize: 0, deliveryPolicy });
const admin = await openAdmin(product);
const receiver = await startWebhookReceiver();
after(() => receiver.close());

const CHAT = { model: 'haiku', profile: 'chat' };

/** A tenant of its own for each test, and what it calls. */
const openTenant = async (name: string) => {
  const { key, tenantId } = await admin.createTenant(name);
  const call = async (method: string, path: string, body?: object) =>
    readJson(await product.call(method, path, body, { authorization: `Bearer ${key}` }));
  const create = (more: object = {}) => call('POST', '/v1/webhooks', { url: `${receiver.endpoint}/hooks`, ...more });
  /** The delivery once it has ended. */
  const ended = async ({ webhook_id, id }: { readonly webhook_id: string; readonly id: string }) => {
    for (;;) {
      const delivery = await call('GET', `/v1/webhooks/${webhook_id}/deliveries/${id}`);
      if (delivery.status !== 'pending') return delivery;
    }
  };
  return { tenantId, call, create, ended };
};

const statusesOf = (delivery: { readonly attempts: readonly { readonly status: number }[] }) =>
  delivery.attempts.map(({ status }) => status);

const verify = (secret: string, { body, headers }: Awaited<ReturnType<WebhookReceiver['next']>>) =>
  new Webhook(secret).verify(body, headers);

describe('a webhook', () => {
  it('is sent a test event, which OpenAI’s SDK unwraps', async () => {
    const { call, create, ended } = await openTenant('test');
    const { id, secret } = await create();
    const delivery = await call('POST', `/v1/webhooks/${id}/test`);
    const { path, body, headers } = await receiver.next();
    const event = await new OpenAI({ apiKey: 'x' }).webhooks.unwrap(body, headers, secret);
    assert.deepEqual([event.id, String(event.type), event.object], [delivery.event_id, 'webhook.test', 'event']);
    assert.deepEqual([path, headers['webhook-id']], ['/hooks', delivery.event_id]);
    assert.match(headers['user-agent'] ?? '', /^headless-claude-webhooks\/\d/);
    const done = await ended(delivery);
    assert.deepEqual([done.status, statusesOf(done), done.next_attempt_at], ['succeeded', [204], null]);
    receiver.assertNothingElse();
  });

  it('that fails is tried again, with the same id, and every attempt can be read', async () => {
    const { call, create, ended } = await openTenant('retry');
    const { id, secret } = await create();
    receiver.statuses.push(500, 302);
    const delivery = await call('POST', `/v1/webhooks/${id}/test`);
    const sent = [await receiver.next(), await receiver.next(), await receiver.next()];
    for (const webhook of sent) verify(secret, webhook);
    assert.equal(new Set(sent.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size, 1);
    const done = await ended(delivery);
    assert.deepEqual([done.status, statusesOf(done)], ['succeeded', [500, 302, 204]]);
    assert.deepEqual(
      done.attempts.map(({ error }: { error: string | null }) => error),
      ['answered with 500', 'redirects are not followed', null],
    );
    receiver.assertNothingElse();
  });

  it('that was given up is told again when asked to', async () => {
    const { call, create, ended } = await openTenant('redeliver');
    const { id } = await create();
    receiver.statuses.push(500, 500, 500);
    const delivery = await call('POST', `/v1/webhooks/${id}/test`);
    for (let times = 0; times < 3; times += 1) await receiver.next();
    const failed = await ended(delivery);
    assert.deepEqual([failed.status, failed.failure], ['failed', 'exhausted']);
    await call('POST', `/v1/webhooks/${id}/deliveries/${delivery.id}/redeliver`);
    assert.equal((await receiver.next()).headers['webhook-id'], delivery.event_id);
    const done = await ended(delivery);
    assert.deepEqual([done.status, done.failure, done.attempt_count], ['succeeded', null, 4]);
    assert.equal((await call('GET', `/v1/webhooks/${id}/deliveries?status=succeeded`)).data[0].id, delivery.id);
    receiver.assertNothingElse();
  });

  it('that is rotated signs with both secrets, until the old one’s time is over', async () => {
    const { call, create, ended } = await openTenant('rotate');
    const { id, secret: old } = await create();
    const { secret } = await call('POST', `/v1/webhooks/${id}/rotate`, {});
    await call('POST', `/v1/webhooks/${id}/test`);
    const both = await receiver.next();
    for (const each of [secret, old]) verify(each, both);
    const last = await call('POST', `/v1/webhooks/${id}/rotate`, { grace_hours: 0 });
    await ended(await call('POST', `/v1/webhooks/${id}/test`));
    const alone = await receiver.next();
    verify(last.secret, alone);
    for (const each of [secret, old]) assert.throws(() => verify(each, alone));
  });

  it('that says that it is gone is disabled, until it is enabled', async () => {
    const { call, create, ended } = await openTenant('gone');
    const { id } = await create();
    receiver.statuses.push(410);
    const delivery = await call('POST', `/v1/webhooks/${id}/test`);
    await receiver.next();
    assert.equal((await ended(delivery)).failure, 'gone');
    const disabled = await call('GET', `/v1/webhooks/${id}`);
    assert.deepEqual([disabled.status, disabled.disabled_reason], ['disabled', 'gone']);
    assert.equal((await call('POST', `/v1/webhooks/${id}/test`)).code, 'conflict');
    assert.equal((await call('PATCH', `/v1/webhooks/${id}`, { disabled: false })).status, 'active');
    await ended(await call('POST', `/v1/webhooks/${id}/test`));
    await receiver.next();
    receiver.assertNothingElse();
  });

  it('is told of the end of a job, and so is the job’s own address, with the tenant’s built-in secret', async () => {
    const { call, create, tenantId } = await openTenant('jobs');
    const { secret } = await create({ events: ['job.completed'] });
    const webhook_url = `${receiver.endpoint}/own`;
    const job = await call('POST', '/v1/jobs', { ...CHAT, prompt: '[[say: a secret answer]]', webhook_url });
    const sent = [await receiver.next(), await receiver.next()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
    const [hooks = assert.fail(), own = assert.fail()] = sent;
    assert.deepEqual([hooks.path, own.path], ['/hooks', '/own']);
    const builtIn = await call('GET', '/v1/webhooks/default/secret');
    assert.deepEqual(verify(builtIn.secret, own), verify(secret, hooks));
    const { type, data } = JSON.parse(own.body);
    assert.deepEqual([type, data.id, data.status, data.tenant_id], ['job.completed', job.id, 'completed', tenantId]);
    assert.ok(!own.body.includes('a secret answer'));
    assert.equal((await call('GET', '/v1/webhooks/default/deliveries')).data[0].url, webhook_url);
    receiver.assertNothingElse();
  });

  it('is told of a budget that is used up', async () => {
    const { call, create, tenantId } = await openTenant('budgets');
    const { secret } = await create({ events: ['budget.exceeded'] });
    await admin.call('PATCH', `/admin/tenants/${tenantId}`, { budgets: { per_day_usd: 0.05 } });
    // Of this model, a million output tokens cost $5.
    const prompt = '[[usage: input=1 output=9000]]';
    await call('POST', '/v1/prompts', { ...CHAT, model: 'claude-haiku-4-5', prompt });
    const webhook = await receiver.next();
    const { type, data } = verify(secret, webhook) as { type: string; data: Record<string, unknown> };
    assert.deepEqual([type, data['tenant_id'], data['budget_usd']], ['budget.exceeded', tenantId, 0.05]);
    receiver.assertNothingElse();
  });

  it('is told again of some time, and of what it missed', async () => {
    const { call, create, ended } = await openTenant('replay');
    const { id } = await create();
    const run = async () => {
      const job = await call('POST', '/v1/jobs', { ...CHAT, prompt: '[[say: x]]' });
      return (await call('GET', `/v1/jobs/${job.id}?wait=20`)).id;
    };
    const told = await run();
    assert.equal(JSON.parse((await receiver.next()).body).data.id, told);
    const [delivery] = (await call('GET', `/v1/webhooks/${id}/deliveries`)).data;
    await ended(delivery);
    await call('PATCH', `/v1/webhooks/${id}`, { disabled: true });
    const missed = await run();
    await call('PATCH', `/v1/webhooks/${id}`, { disabled: false });
    const day = { from: new Date(Date.now() - 43_200_000).toISOString(), to: new Date().toISOString() };
    assert.equal((await call('POST', `/v1/webhooks/${id}/replay`, day)).replayed, 2);
    const sent = [await receiver.next(), await receiver.next()];
    const ids = sent.map(({ body }) => JSON.parse(body).data.id);
    assert.deepEqual(ids.toSorted(), [told, missed].toSorted());
    receiver.assertNothingElse();
  });

  it('fails to be created with an address inside of the network, or without TLS elsewhere', async () => {
    const { create } = await openTenant('refused');
    for (const url of ['https://10.0.0.1/', 'https://169.254.169.254/', 'http://example.com/', 'https://[fd00::1]/']) {
      const { code, status } = await create({ url });
      assert.deepEqual([code, status], ['invalid_request', 400], url);
    }
  });
});
