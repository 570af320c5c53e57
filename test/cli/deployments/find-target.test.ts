import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { deploymentsPath, writeDeployments } from '#cli/deployments/deployments-file.ts';
import { findTarget, type TargetOptions } from '#cli/deployments/find-target.ts';
import { temporaryFolder } from '#test/local/temporary-folder.ts';

const DEFAULT = { url: 'https://default.example', api_key: 'hck_default' };
const STAGING = { url: 'https://staging.example', api_key: 'hck_staging' };
const CREDENTIALS = {
  ...{ base_url: 'http://127.0.0.1:3007', token_url: 'http://127.0.0.1:3007/oauth2/token' },
  ...{ api_key: 'hck_local', client_id: 'abc', client_secret: 'shh' },
};

/** Finds with two stored deployments, and a data folder. */
const open = async (t: TestContext) => {
  const XDG_CONFIG_HOME = await temporaryFolder(t);
  await writeDeployments(deploymentsPath({ environment: { XDG_CONFIG_HOME } }), { default: DEFAULT, staging: STAGING });
  const dataDir = await temporaryFolder(t);
  await writeFile(join(dataDir, 'credentials.json'), JSON.stringify(CREDENTIALS));
  const find = (options: TargetOptions, environment: NodeJS.ProcessEnv = {}) =>
    findTarget(options, { ...process, environment: { XDG_CONFIG_HOME, ...environment } });
  return { find, dataDir };
};

describe('the deployment that is meant', () => {
  it('is the one that an option names, whatever the environment says', async (t) => {
    const { find, dataDir } = await open(t);
    const environment = { HEADLESS_CLAUDE_URL: DEFAULT.url };
    assert.equal((await find({ deployment: 'staging' }, environment)).api_key, 'hck_staging');
    const local = await find({ dataDir }, environment);
    assert.deepEqual([local.url, local.api_key, local.tenantId], [CREDENTIALS.base_url, 'hck_local', 'client:abc']);
  });

  it('is the one of the environment, else the default', async (t) => {
    const { find } = await open(t);
    assert.equal((await find({}, { HEADLESS_CLAUDE_DEPLOYMENT: 'staging' })).url, STAGING.url);
    assert.equal((await find({}, { HEADLESS_CLAUDE_URL: `${STAGING.url}/` })).api_key, 'hck_staging');
    assert.equal((await find({})).url, DEFAULT.url);
  });

  it('has no stored credential at another URL', async (t) => {
    const { find } = await open(t);
    assert.deepEqual(await find({ url: 'https://elsewhere.example/' }), { url: 'https://elsewhere.example' });
  });

  it('has the credential of the environment instead of a stored one', async (t) => {
    const { find } = await open(t);
    assert.equal((await find({}, { HEADLESS_CLAUDE_API_KEY: 'hck_given' })).api_key, 'hck_given');
    const { api_key, accessToken } = await find({}, { HEADLESS_CLAUDE_TOKEN: 'given' });
    assert.deepEqual([api_key, accessToken], [undefined, 'given']);
  });

  it('fails when there is none of that name, folder or kind', async (t) => {
    const { find } = await open(t);
    await assert.rejects(find({ deployment: 'nope' }), {
      exitCode: 2,
      hint: 'Give --deployment one of: default, staging.',
    });
    await assert.rejects(find({ dataDir: '/nowhere' }), { exitCode: 2 });
    await assert.rejects(find({ url: 'example.com' }), { exitCode: 2 });
  });
});
