import assert from 'node:assert/strict';
import { chmod, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { deploymentsPath, readDeployments, writeDeployments } from '#cli/deployments/deployments-file.ts';
import { temporaryFolder } from '#test/local/temporary-folder.ts';

const DEPLOYMENTS = { default: { url: 'https://example.com/prod', api_key: 'hck_secret' } };

describe('the file of deployments', () => {
  it('is in the XDG configuration folder', () => {
    const path = deploymentsPath({ environment: { XDG_CONFIG_HOME: '/config' } });
    assert.equal(path, '/config/headless-claude/deployments.json');
  });

  it('is made with its folder, for its owner alone, and read again', async (t) => {
    const path = join(await temporaryFolder(t), 'headless-claude', 'deployments.json');
    assert.deepEqual(await readDeployments(path), {});
    await writeDeployments(path, DEPLOYMENTS);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.equal((await stat(join(path, '..'))).mode & 0o777, 0o700);
    assert.deepEqual(await readDeployments(path), DEPLOYMENTS);
  });

  it('fails to be read when others may read it', async (t) => {
    const path = join(await temporaryFolder(t), 'deployments.json');
    await writeDeployments(path, DEPLOYMENTS);
    await chmod(path, 0o640);
    await assert.rejects(readDeployments(path), { exitCode: 3, hint: `chmod 600 '${path}'` });
  });

  for (const text of ['{', '{"default": {"url": "ftp://x"}}', '[]']) {
    it(`fails to be read when it holds ${text}`, async (t) => {
      const path = join(await temporaryFolder(t), 'deployments.json');
      await writeFile(path, text, { mode: 0o600 });
      await assert.rejects(readDeployments(path), { message: `${path} is damaged.` });
    });
  }
});
