import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { openProduct } from './open-product.ts';
import { readEvents } from './read-events.ts';
import { readJson } from './read-json.ts';

const product = await openProduct({ after }, { poolChatSize: 2 });

const CHAT = { model: 'haiku', profile: 'chat' };
const SLOW = { ...CHAT, prompt: '[[chars: 4000]] [[delay: 20]]' };

const submit = async (body: object) => readJson(await product.call('POST', '/v1/jobs', body));
const get = async (path: string) => readJson(await product.call('GET', path));
const ended = (id: string) => get(`/v1/jobs/${id}?wait=25`);

describe('a job', () => {
  it('is accepted at once, runs, and keeps its answer', async () => {
    const response = await product.call('POST', '/v1/jobs', { ...CHAT, prompt: '[[say: done]]', metadata: { a: 'b' } });
    const job = await readJson(response);
    assert.equal(response.status, 202);
    assert.equal(response.headers.get('location'), `${product.baseUrl}/v1/jobs/${job.id}`);
    assert.deepEqual([job.object, job.status, job.prompt], ['job', 'queued', null]);
    const done = await ended(job.id);
    assert.deepEqual([done.status, done.attempts, done.metadata.a], ['completed', 1, 'b']);
    assert.equal(done.prompt.response, '[stand-in model] done');
    assert.ok(done.cost_usd > 0);
    assert.equal(done.cost_usd, done.prompt.cost_usd);
    assert.equal((await get('/v1/jobs?status=completed')).data[0].id, job.id);
  });

  it('tells what happens as it happens, and again from any event on', async () => {
    const { id } = await submit({ ...CHAT, prompt: '[[chars: 1500]] [[delay: 10]]' });
    const live = [];
    for await (const event of readEvents(await product.call('GET', `/v1/jobs/${id}/events`))) live.push(event);
    assert.equal(live[0]?.event, 'run.started');
    assert.deepEqual(
      live.slice(-2).map(({ event }) => event),
      ['run.completed', 'job.completed'],
    );
    assert.ok(live.filter(({ event }) => event === 'message.delta').length > 1);
    const middle = live[2];
    const resumed = [];
    const headers = { 'last-event-id': String(middle?.id) };
    const response = await product.call('GET', `/v1/jobs/${id}/events`, undefined, headers);
    for await (const event of readEvents(response)) resumed.push(event);
    assert.deepEqual(resumed, live.slice(3));
    const text = live.map(({ data }) => data.text ?? '').join('');
    assert.equal(text, (await ended(id)).prompt.response);
    const last = { 'last-event-id': String(live.at(-1)?.id) };
    assert.equal((await product.call('GET', `/v1/jobs/${id}/events`, undefined, last)).status, 204);
  });

  it('stops within seconds when it is canceled while it runs, and its cost is booked', async () => {
    const { id } = await submit(SLOW);
    for await (const { event } of readEvents(await product.call('GET', `/v1/jobs/${id}/events`))) {
      if (event === 'message.delta') break;
    }
    const canceling = await readJson(await product.call('POST', `/v1/jobs/${id}/cancel`));
    assert.equal(canceling.status, 'canceling');
    const canceled = await ended(id);
    assert.deepEqual([canceled.status, canceled.prompt.status], ['canceled', 'canceled']);
    assert.ok(canceled.cost_usd > 0 && canceled.cost_usd === canceled.prompt.cost_usd);
    assert.equal((await readJson(await product.call('POST', `/v1/jobs/${id}/cancel`))).status, 'canceled');
  });

  it('is deleted with its prompt once it has ended', async () => {
    const { id } = await submit({ ...CHAT, prompt: '[[say: gone]]' });
    const { prompt_id: promptId } = await ended(id);
    assert.equal((await product.call('DELETE', `/v1/jobs/${id}`)).status, 200);
    assert.equal((await product.call('GET', `/v1/jobs/${id}`)).status, 404);
    assert.equal((await product.call('GET', `/v1/prompts/${promptId}`)).status, 404);
  });

  it('fails to be accepted with what could never run', async () => {
    const refused = [
      { ...CHAT, prompt: 'x', store: false },
      { ...CHAT, prompt: 'x', webhook_url: 'http://169.254.169.254/' },
      { prompt: 'x', model: 'gpt' },
      { ...CHAT },
    ];
    for (const body of refused) {
      assert.equal((await product.call('POST', '/v1/jobs', body)).status, 400);
    }
  });
});

describe('a prompt whose caller prefers', () => {
  const ask = (body: object, prefer: string) => product.call('POST', '/v1/prompts', body, { prefer });

  it('not to wait becomes a job', async () => {
    const response = await ask({ ...CHAT, prompt: '[[say: later]]' }, 'respond-async');
    assert.equal(response.status, 202);
    assert.equal(response.headers.get('preference-applied'), 'respond-async');
    const { id } = await readJson(response);
    assert.equal((await ended(id)).prompt.response, '[stand-in model] later');
  });

  it('to wait gets the answer if it is there in time', async () => {
    const response = await ask({ ...CHAT, prompt: '[[say: soon]]' }, 'wait=20');
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('preference-applied'), 'wait=20');
    assert.equal((await readJson(response)).response, '[stand-in model] soon');
  });

  it('to wait gets a job if the answer takes longer, and the run is neither lost nor repeated', async () => {
    const before = product.model.calls.length;
    const response = await ask(SLOW, 'wait=1');
    assert.equal(response.status, 202);
    const { id } = await readJson(response);
    const done = await ended(id);
    assert.deepEqual([done.status, done.attempts], ['completed', 1]);
    assert.equal(product.model.calls.length, before + 1);
  });

  it('to wait gets the error of a run that fails', async () => {
    const response = await ask({ ...CHAT, prompt: '[[fail: 402]]' }, 'wait=20');
    assert.equal(response.status, 502);
    assert.equal((await readJson(response)).code, 'upstream_rejected');
    assert.ok(response.headers.get('headless-claude-job-id'));
  });
});
