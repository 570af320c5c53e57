import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { listenForCode } from '#cli/oauth/await-code.ts';
import { freePort } from '#test/cli/free-port.ts';

const open = async (t: TestContext, timeoutMs = 10_000) => {
  const callbackUrl = `http://localhost:${await freePort()}/callback`;
  const listener = await listenForCode({ callbackUrl, state: 'the-state', timeoutMs });
  t.after(() => listener.close());
  return { listener, visit: (query: string) => fetch(`${callbackUrl}?${query}`), callbackUrl };
};

describe('the browser that comes back from a login', () => {
  it('brings the code', async (t) => {
    const { listener, visit } = await open(t);
    assert.match(await (await visit('code=abc&state=the-state')).text(), /You are logged in/);
    assert.equal(await listener.code, 'abc');
  });

  it('fails with the reason if the login was refused', async (t) => {
    const { listener, visit } = await open(t);
    await visit('error=access_denied&error_description=User+is+disabled&state=the-state');
    await assert.rejects(listener.code, { message: 'The login was refused: User is disabled.', exitCode: 3 });
  });

  it('is not taken for a page that makes up a code', async (t) => {
    const { listener, visit } = await open(t);
    assert.equal((await visit('code=evil&state=another')).status, 400);
    assert.equal((await visit('code=evil')).status, 400);
    await visit('code=good&state=the-state');
    assert.equal(await listener.code, 'good');
  });

  it('fails when nobody comes in time', async (t) => {
    const { listener } = await open(t, 1);
    await assert.rejects(listener.code, { message: 'Nobody logged in within 0.001 s.' });
  });

  it('fails if the port is taken, and says so', async (t) => {
    const { callbackUrl } = await open(t);
    const second = listenForCode({ callbackUrl, state: 'x', timeoutMs: 1000 });
    await assert.rejects(second, { message: /^Port \d+ is not free/ });
  });
});
