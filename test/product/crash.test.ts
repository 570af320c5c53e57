import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { describe, it } from 'node:test';
import { startStandInModel } from '#local/model/stand-in-model.ts';
import { readEvents } from './read-events.ts';
import { readJson } from './read-json.ts';

/** `npm start`, as its own process. */
const start = async (t: TestContext, dataDir: string, modelUrl: string, more: Record<string, string> = {}) => {
  const child = spawn(process.execPath, ['local/main.ts'], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      DATA_DIR: dataDir,
      ANTHROPIC_API_KEY: 'x',
      ANTHROPIC_BASE_URL: modelUrl,
      ...more,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  // The banner is printed when the service is ready.
  for await (const line of createInterface({ input: child.stdout })) if (line.includes('curl')) break;
  const { base_url: baseUrl, api_key: apiKey } = JSON.parse(await readFile(join(dataDir, 'credentials.json'), 'utf8'));
  return { child, baseUrl, headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' } };
};

const exitOf = async (child: ChildProcess) => {
  const [code, signal] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode, null];
  return { code, signal };
};

const openDataDir = async (t: TestContext): Promise<string> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'headless-claude-'));
  t.after(() => rm(dataDir, { recursive: true, force: true }));
  return dataDir;
};

const SLOW = { model: 'haiku', profile: 'chat', stream: true, prompt: '[[chars: 3000]] [[delay: 20]]' };

describe('the local service', () => {
  it('settles at its next start what a kill -9 left, and keeps what was stored', async (t) => {
    const model = await startStandInModel();
    t.after(() => model.close());
    const dataDir = await openDataDir(t);

    const first = await start(t, dataDir, model.baseUrl);
    const post = (body: object) =>
      fetch(`${first.baseUrl}/v1/prompts`, { method: 'POST', headers: first.headers, body: JSON.stringify(body) });
    const done = await readJson(await post({ ...SLOW, stream: false, prompt: '[[say: done]]' }));
    let id = '';
    for await (const { event, data } of readEvents(await post(SLOW))) {
      if (event === 'run.started') id = data.id;
      if (event === 'message.delta') break;
    }
    first.child.kill('SIGKILL');
    await exitOf(first.child);

    const second = await start(t, dataDir, model.baseUrl);
    const get = async (path: string) => readJson(await fetch(`${second.baseUrl}${path}`, { headers: second.headers }));
    const left = await get(`/v1/prompts/${id}`);
    assert.equal(left.status, 'failed');
    assert.equal(left.error.code, 'interrupted');
    assert.equal((await get(`/v1/prompts/${done.id}`)).response, done.response);
    assert.equal((await get('/v1/usage')).total.requests, 2);
    second.child.kill('SIGTERM');
    assert.deepEqual(await exitOf(second.child), { code: 0, signal: null });
  });

  it('counts at its next start what the gate function was about to spend when it was killed', async (t) => {
    const model = await startStandInModel();
    t.after(() => model.close());
    const dataDir = await openDataDir(t);
    const first = await start(t, dataDir, model.baseUrl, { GATE: 'function' });
    const response = await fetch(`${first.baseUrl}/v1/prompts`, {
      ...{ method: 'POST', headers: first.headers, body: JSON.stringify(SLOW) },
    });
    for await (const { event } of readEvents(response)) if (event === 'message.delta') break;
    first.child.kill('SIGKILL');
    await exitOf(first.child);

    const second = await start(t, dataDir, model.baseUrl, { GATE: 'function' });
    const list = await readJson(await fetch(`${second.baseUrl}/v1/prompts`, { headers: second.headers }));
    const [{ error, usage, cost_usd: costUsd }] = list.data;
    assert.equal(error.code, 'interrupted');
    assert.ok(usage.output_tokens > 0 && costUsd > 0);
    const counted = await readJson(await fetch(`${second.baseUrl}/v1/usage`, { headers: second.headers }));
    assert.equal(counted.total.cost_usd, costUsd);
  });

  it('lets running prompts finish when it is told to stop, takes no more, and exits with 0', async (t) => {
    const model = await startStandInModel();
    t.after(() => model.close());
    const service = await start(t, await openDataDir(t), model.baseUrl);
    const response = await fetch(`${service.baseUrl}/v1/prompts`, {
      ...{ method: 'POST', headers: service.headers, body: JSON.stringify(SLOW) },
    });
    const events = [];
    for await (const event of readEvents(response)) {
      if (events.length === 2) service.child.kill('SIGTERM');
      events.push(event);
    }
    assert.equal(events.at(-1)?.event, 'run.completed');
    assert.deepEqual(await exitOf(service.child), { code: 0, signal: null });
  });
});
