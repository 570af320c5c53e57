import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { lockFolder } from '#local/lock-folder.ts';
import type { LocalService } from '#local/start-local.ts';
import { startLocal } from '#local/start-local.ts';
import { startTestService } from './start-test-service.ts';
import { temporaryFolder } from './temporary-folder.ts';

const COLD = { poolChatSize: 0, poolAgentSize: 0 };

const stream = async ({ baseUrl, credentials }: LocalService, prompt: string): Promise<Response> =>
  fetch(`${baseUrl}/v1/prompts`, {
    method: 'POST',
    headers: { 'x-api-key': credentials.api_key },
    body: JSON.stringify({ prompt, profile: 'chat', stream: true }),
  });

test('a prompt that runs is finished before the service stops', async (t) => {
  const service = await startLocal({ ...COLD, dataDir: await temporaryFolder(t), port: 0, quiet: true });
  const answer = await stream(service, '[[chars: 500]] [[delay: 5]]');
  const [events] = await Promise.all([answer.text(), service.close()]);
  assert.match(events, /event: run\.completed/);
});

test('a prompt that does not finish in time is interrupted, told so, and stored as such', async (t) => {
  const dataDir = await temporaryFolder(t);
  const service = await startLocal({ ...COLD, dataDir, port: 0, quiet: true });
  const answer = await stream(service, '[[hang]]');
  const id = answer.headers.get('headless-claude-prompt-id');
  const [events] = await Promise.all([answer.text(), service.close(0)]);
  assert.match(events, /"interrupted"/);
  const again = await startTestService(t, { dataDir });
  const stored = await fetch(`${again.baseUrl}/v1/prompts/${id}`, {
    headers: { 'x-api-key': again.credentials.api_key },
  });
  const { status, error } = (await stored.json()) as { status: string; error: { code: string } };
  assert.deepEqual([status, error.code], ['failed', 'interrupted']);
});

/** A table that never answers: a start hangs there once it is asked. */
const startSilentTable = async (t: TestContext) => {
  const server = createServer(() => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { endpoint, asked: once(server, 'request').then(() => {}) };
};

test('a start that hangs can be stopped, and gives the data folder back', async (t) => {
  const dataDir = await temporaryFolder(t);
  const { endpoint: dynamodbEndpoint, asked: stopped } = await startSilentTable(t);
  await assert.rejects(startLocal({ ...COLD, port: 0, dataDir, dynamodbEndpoint, stopped }), {
    name: 'StartError',
    message: 'Stopped before the start was complete.',
  });
  await (await lockFolder(dataDir))();
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} ends a start that hangs, with exit code 1`, async (t) => {
    const { endpoint, asked } = await startSilentTable(t);
    const child = spawn(process.execPath, ['local/main.ts'], {
      env: {
        ...{ PORT: '0', DATA_DIR: await temporaryFolder(t), DYNAMODB_ENDPOINT: endpoint },
        ...{ POOL_CHAT_SIZE: '0', POOL_AGENT_SIZE: '0' },
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    t.after(() => child.kill('SIGKILL'));
    const complaint = text(child.stderr);
    const exit = once(child, 'exit');
    await asked;
    child.kill(signal);
    assert.deepEqual(await exit, [1, null]);
    assert.equal(await complaint, 'Stopped before the start was complete.\n');
  });
}
