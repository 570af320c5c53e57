import assert from 'node:assert/strict';
import { test } from 'node:test';
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
  const again = await startTestService(t, { ...COLD, dataDir });
  const stored = await fetch(`${again.baseUrl}/v1/prompts/${id}`, {
    headers: { 'x-api-key': again.credentials.api_key },
  });
  const { status, error } = (await stored.json()) as { status: string; error: { code: string } };
  assert.deepEqual([status, error.code], ['failed', 'interrupted']);
});
