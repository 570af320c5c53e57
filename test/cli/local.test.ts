import assert from 'node:assert/strict';
import { once } from 'node:events';
import { it } from 'node:test';
import { execa } from 'execa';
import { temporaryFolder } from '#test/local/temporary-folder.ts';
import { BIN, openCommandLine } from './command-line.ts';

it('local serves the API, which other commands find, until it is told to stop', async (t) => {
  const dataDir = await temporaryFolder(t);
  const { run } = await openCommandLine(t);
  const env = { POOL_CHAT_SIZE: '0', POOL_AGENT_SIZE: '0' };
  const local = execa(process.execPath, [BIN, 'local', '--port', '0', '--data-dir', dataDir], { env });
  t.after(() => {
    local.kill('SIGKILL');
  });
  await once(local.stdout, 'data');
  const { exitCode, stdout } = await run(['--data-dir', dataDir, 'models']);
  assert.equal(exitCode, 0);
  assert.match(stdout, /^claude-/m);
  local.kill('SIGTERM');
  assert.equal((await local).exitCode, 0);
});
