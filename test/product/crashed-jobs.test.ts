import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { startStandInModel } from '#local/model/stand-in-model.ts';
import { startWebhookReceiver } from '#test/fakes/webhook-receiver.ts';
import { temporaryFolder } from '#test/local/temporary-folder.ts';
import { readJson } from './read-json.ts';
import { exitOf, startProcess } from './start-process.ts';

const JOBS = 20;
const FINAL = new Set(['completed', 'failed', 'canceled', 'expired']);

it('a kill -9 in the middle of 20 jobs loses none: after a restart each ends once, is told of, and keeps its answer', async (t) => {
  const model = await startStandInModel();
  t.after(() => model.close());
  const receiver = await startWebhookReceiver();
  t.after(() => receiver.close());
  const dataDir = await temporaryFolder(t);
  const first = await startProcess(t, dataDir, model.baseUrl, { POOL_AGENT_SIZE: '0' });
  const submitted = await Promise.all(
    Array.from({ length: JOBS }, async (_, index) => {
      const prompt = `[[say: answer ${index}]] [[delay: 5]]`;
      const body = { model: 'haiku', profile: 'chat', prompt, webhook_url: `${receiver.endpoint}/jobs` };
      const request = { method: 'POST', headers: first.headers, body: JSON.stringify(body) };
      const { id } = await readJson(await fetch(`${first.baseUrl}/v1/jobs`, request));
      return { id, answer: `[stand-in model] answer ${index}` };
    }),
  );
  const list = async (service: typeof first) => {
    const response = await fetch(`${service.baseUrl}/v1/jobs?limit=100`, { headers: service.headers });
    return (await readJson(response)).data as { readonly id: string; readonly status: string }[];
  };
  // Some have ended, some run, some wait.
  for (let ended = 0; ended < 4; ) ended = (await list(first)).filter(({ status }) => FINAL.has(status)).length;
  first.child.kill('SIGKILL');
  await exitOf(first.child);

  const second = await startProcess(t, dataDir, model.baseUrl, { POOL_AGENT_SIZE: '0' });
  const get = async (path: string) => readJson(await fetch(`${second.baseUrl}${path}`, { headers: second.headers }));
  for (const { id, answer } of submitted) {
    let job = await get(`/v1/jobs/${id}?wait=25`);
    if (!FINAL.has(job.status)) job = await get(`/v1/jobs/${id}?wait=25`);
    assert.equal(job.status, 'completed');
    assert.equal(job.prompt.response, answer);
    assert.ok(job.attempts <= 2);
  }
  // Whatever was begun is counted, and nobody was answered twice.
  const { data: prompts } = await get('/v1/prompts?limit=100');
  const completed = prompts.filter(({ status }: { readonly status: string }) => status === 'completed');
  assert.equal(completed.length, JOBS);
  assert.equal((await get('/v1/usage')).total.requests, prompts.length);

  // Each end is told at least once, always under one id, and signed.
  const { secret } = await get('/v1/webhooks/default/secret');
  const idsOf = new Map<string, Set<string>>();
  while (idsOf.size < JOBS) {
    const { body, headers } = await receiver.next();
    const event = new Webhook(secret).verify(body, headers) as { readonly type: string; readonly data: { id: string } };
    assert.equal(event.type, 'job.completed');
    idsOf.set(event.data.id, (idsOf.get(event.data.id) ?? new Set()).add(headers['webhook-id'] ?? ''));
  }
  assert.deepEqual([...idsOf.keys()].sort(), submitted.map(({ id }) => id).sort());
  for (const ids of idsOf.values()) assert.equal(ids.size, 1);
  second.child.kill('SIGTERM');
  assert.deepEqual(await exitOf(second.child), { code: 0, signal: null });
});
