import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, it, type TestContext } from 'node:test';
import { startTestService } from '#test/local/start-test-service.ts';
import { openCommandLine } from './command-line.ts';
import { freePort } from './free-port.ts';
import { startStandInLogin } from './stand-in-login.ts';

const login = await startStandInLogin({ after });
const { issuer, tokenUrl, clientId, machine, granted, revoked } = login;
const clientIds = [clientId, machine.clientId];
const service = await startTestService({ after }, { tokenIssuer: { issuer, clientIds } });

/** A command line whose browser does what it is told at once. */
const open = async (t: TestContext) => {
  const { run, configFolder } = await openCommandLine(t);
  const file = join(configFolder, 'headless-claude', 'deployments.json');
  const callback = `http://localhost:${await freePort()}/callback`;
  const options = ['--token-url', tokenUrl, '--client-id', clientId, '--callback', callback, '--no-browser'];
  const logIn = (...more: readonly string[]) => {
    const onNote = (note: string): void => {
      const page = /^Log in at (\S+)$/m.exec(note)?.[1];
      if (page !== undefined) void fetch(page);
    };
    return run(['login', service.baseUrl, ...options, ...more], { onNote });
  };
  const stored = async () => JSON.parse(await readFile(file, 'utf8')).default;
  return { run, logIn, file, stored };
};

describe('login', () => {
  it('of a person lets administer and prompt, and is kept for its owner alone', async (t) => {
    const { run, logIn, file } = await open(t);
    const { exitCode, stderr } = await logIn();
    assert.equal(exitCode, 0, stderr);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await run(['tenants', 'list'])).exitCode, 0);
    assert.equal((await run(['limits'])).exitCode, 0);
    assert.match((await run(['deployments'])).stdout, /^default +http:\S+ +login$/m);
  });

  it('is renewed without the person when the access token has ended', async (t) => {
    const { run, logIn, file, stored } = await open(t);
    await logIn();
    const before = await stored();
    const oauth = { ...before.oauth, access_token: 'old', expires_at: '2026-01-01T00:00:00.000Z' };
    await writeFile(file, JSON.stringify({ default: { ...before, oauth } }));
    assert.equal((await run(['tenants', 'list'])).exitCode, 0);
    assert.equal(granted.at(-1), 'refresh_token');
    assert.notEqual((await stored()).oauth.access_token, 'old');
    assert.equal((await stored()).oauth.refresh_token, before.oauth.refresh_token);
  });

  it('is revoked and forgotten by logout', async (t) => {
    const { run, logIn, stored } = await open(t);
    await logIn();
    const { refresh_token } = (await stored()).oauth;
    assert.equal((await run(['logout'])).exitCode, 0);
    assert.equal(revoked.at(-1), refresh_token);
    assert.equal((await run(['limits'])).exitCode, 2);
    assert.equal((await run(['logout'])).exitCode, 5);
  });

  it('of a machine gets one token for many commands, and does not administer', async (t) => {
    const { run } = await open(t);
    const words = ['login', service.baseUrl, '--token-url', tokenUrl, '--client-id', machine.clientId];
    const before = granted.length;
    assert.equal((await run([...words, '--client-secret-stdin'], { input: `${machine.clientSecret}\n` })).exitCode, 0);
    assert.equal((await run(['limits'])).exitCode, 0);
    assert.equal((await run(['models'])).exitCode, 0);
    assert.equal(granted.length - before, 1);
    assert.equal((await run(['tenants', 'list'])).exitCode, 3);
  });

  it('with an API key keeps it, if it is accepted', async (t) => {
    const { run, stored } = await open(t);
    const words = ['login', service.baseUrl, '--api-key-stdin'];
    const { api_key: input } = service.credentials;
    assert.equal((await run(words, { input })).exitCode, 0);
    assert.equal((await run(['models'])).exitCode, 0);
    const refused = await run(words, { input: `hck_${'x'.repeat(43)}` });
    assert.equal(refused.exitCode, 3);
    assert.equal((await stored()).api_key, input);
  });

  it('fails with a wrong secret, without one, and without a client', async (t) => {
    const { run } = await open(t);
    const words = ['login', service.baseUrl, '--token-url', tokenUrl, '--client-id', machine.clientId];
    const wrong = await run([...words, '--client-secret-stdin'], { input: 'wrong' });
    assert.deepEqual([wrong.exitCode, /invalid_client/.test(wrong.stderr)], [3, true]);
    assert.equal((await run([...words, '--client-secret-stdin'])).exitCode, 2);
    assert.equal((await run(['login', service.baseUrl])).exitCode, 2);
  });

  it('fails when nobody comes to the login page', async (t) => {
    const { run } = await open(t);
    const callback = `http://localhost:${await freePort()}/callback`;
    const words = ['login', service.baseUrl, '--token-url', tokenUrl, '--client-id', clientId, '--callback', callback];
    const { exitCode, stderr } = await run([...words, '--no-browser', '--timeout', '1s']);
    assert.equal(exitCode, 3);
    assert.match(stderr, /Nobody logged in within 1 s/);
  });
});
