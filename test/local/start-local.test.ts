import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { banner } from '#local/banner.ts';
import { credentialsPath } from '#local/credentials.ts';
import { DEFAULT_OPTIONS } from '#local/options.ts';
import type { LocalService } from '#local/start-local.ts';
import { startLocal } from '#local/start-local.ts';
import { startTestService } from './start-test-service.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Without warm processes: most of these tests run none. */
const COLD = { poolChatSize: 0, poolAgentSize: 0 };

const getToken = async ({ credentials }: LocalService, scope?: string): Promise<string> => {
  const { token_url = '', client_id, client_secret } = credentials;
  const form = { grant_type: 'client_credentials', client_id, client_secret, ...(scope !== undefined && { scope }) };
  const answer = await fetch(token_url, { method: 'POST', body: new URLSearchParams(form) });
  return ((await answer.json()) as { access_token: string }).access_token;
};

const get = async (service: LocalService, path: string, bearer: string) => {
  const answer = await fetch(service.baseUrl + path, { headers: { authorization: `Bearer ${bearer}` } });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

const ask = async ({ baseUrl, credentials }: LocalService): Promise<string> => {
  const answer = await fetch(`${baseUrl}/v1/prompts`, {
    method: 'POST',
    headers: { 'x-api-key': credentials.api_key },
    body: JSON.stringify({ prompt: 'hello', profile: 'chat' }),
  });
  return ((await answer.json()) as { id: string }).id;
};

test('the API key and the token of the client see the same prompts', async (t) => {
  const service = await startTestService(t);
  const id = await ask(service);
  const byToken = await get(service, `/v1/prompts/${id}`, await getToken(service, 'headless-claude/prompts'));
  assert.equal(byToken.status, 200);
  assert.equal(byToken.body['status'], 'completed');
});

test('administrators need a token with the admin scope; the API key is none', async (t) => {
  const service = await startTestService(t);
  const statusWith = async (bearer: string) => (await get(service, '/admin/settings', bearer)).status;
  assert.equal(await statusWith(await getToken(service)), 200);
  assert.equal(await statusWith(await getToken(service, 'headless-claude/prompts')), 401);
  assert.equal(await statusWith(service.credentials.api_key), 401);
});

test('a token without the prompts scope is refused with 403', async (t) => {
  const service = await startTestService(t);
  const { status, body } = await get(service, '/v1/usage', await getToken(service, 'headless-claude/admin'));
  assert.deepEqual([status, body['code']], [403, 'permission_denied']);
});

test('prompts, key, client and signing key survive a restart', async (t) => {
  const dataDir = await temporaryFolder(t);
  const first = await startLocal({ ...COLD, dataDir, port: 0, quiet: true });
  const id = await ask(first);
  const token = await getToken(first);
  await first.close();
  const port = Number(new URL(first.baseUrl).port);
  const second = await startTestService(t, { dataDir, port });
  assert.deepEqual(second.credentials, first.credentials);
  assert.equal(
    (await get(second, `/v1/prompts/${id}`, token)).body['response'],
    '[stand-in model] You wrote: hello\n\nSet ANTHROPIC_API_KEY to have Claude answer.',
  );
});

test('nobody but its owner may read the data folder', async (t) => {
  const { dataDir } = await startTestService(t);
  assert.equal((await stat(dataDir)).mode & 0o777, 0o700);
  assert.equal((await stat(credentialsPath(dataDir))).mode & 0o777, 0o600);
});

test('the line that the banner shows works when pasted', async (t) => {
  const service = await startTestService(t);
  const text = banner(service, DEFAULT_OPTIONS);
  assert.match(text, /There is no model: a stand-in answers/);
  const line = text.split('\n').find((candidate) => candidate.includes('curl')) ?? '';
  const { stdout } = await promisify(execFile)('sh', ['-c', line]);
  assert.equal(JSON.parse(stdout).status, 'completed');
  assert.ok(!text.includes(service.credentials.api_key));
});

test('the banner says where model calls go, and warns when other machines can reach the service', async (t) => {
  const upstream = { baseUrl: 'http://127.0.0.1:1', apiKey: 'the-secret' };
  const service = await startTestService(t, { upstream });
  const text = banner(service, { ...DEFAULT_OPTIONS, upstream, host: '0.0.0.0' });
  assert.match(text, /Model calls go to http:\/\/127\.0\.0\.1:1/);
  assert.match(text, /without TLS/);
  assert.ok(!text.includes('the-secret'));
});

test('tokens of another issuer replace those of the local one', async (t) => {
  const issuer = await startTestService(t);
  const { client_id } = issuer.credentials;
  const service = await startTestService(t, {
    ...COLD,
    tokenIssuer: { issuer: issuer.baseUrl, clientIds: [client_id] },
  });
  assert.equal(service.credentials.token_url, undefined);
  assert.equal((await get(service, '/v1/models', await getToken(issuer))).status, 200);
  assert.equal((await fetch(`${service.baseUrl}/oauth2/token`, { method: 'POST' })).status, 404);
});

test('fails to start in a data folder that is in use, and leaves the other alone', async (t) => {
  const service = await startTestService(t);
  await assert.rejects(startLocal({ ...COLD, port: 0, dataDir: service.dataDir }), {
    name: 'StartError',
    message: /in use by another headless-claude/,
  });
  assert.equal((await fetch(`${service.baseUrl}/health/ready`)).status, 200);
});

test('fails to start on a port that is in use, and gives the data folder back', async (t) => {
  const service = await startTestService(t);
  const port = Number(new URL(service.baseUrl).port);
  const dataDir = await temporaryFolder(t);
  const message = `Port ${port} is in use. Stop what uses it, or set PORT to another one.`;
  await assert.rejects(startLocal({ ...COLD, port, dataDir }), { name: 'StartError', message });
  await startTestService(t, { dataDir });
});

test('fails to start without the table that it was told to use', async (t) => {
  const dataDir = await temporaryFolder(t);
  const dynamodbEndpoint = 'http://127.0.0.1:9';
  await assert.rejects(startLocal({ ...COLD, port: 0, dataDir, dynamodbEndpoint }), {
    name: 'StartError',
    message: /^The table at DYNAMODB_ENDPOINT http:\/\/127\.0\.0\.1:9 cannot be opened: /,
  });
});

const npmStart = (variables: Record<string, string>) =>
  promisify(execFile)(process.execPath, ['local/main.ts'], { env: variables, timeout: 20_000 });

test('fails with exit code 1 and one line for a wrong option', async () => {
  await assert.rejects(npmStart({ PORT: 'abc' }), {
    code: 1,
    stdout: '',
    stderr: 'PORT must be a whole number from 0 to 65535.\n',
  });
});

test('fails with exit code 1 and one line for a data folder that cannot be one', async (t) => {
  const folder = await temporaryFolder(t);
  const service = await startTestService(t, { dataDir: folder });
  await assert.rejects(npmStart({ PORT: '0', DATA_DIR: credentialsPath(service.dataDir) }), {
    code: 1,
    stderr: /^DATA_DIR .* cannot be used: .*\n$/,
  });
  assert.ok(await readFile(credentialsPath(folder)));
});
