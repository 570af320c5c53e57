import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openRunner } from '#local/open-runner.ts';
import { DEFAULT_OPTIONS } from '#local/options.ts';
import { temporaryFolder } from './temporary-folder.ts';

const open = (claudePath: string) => openRunner({ ...DEFAULT_OPTIONS, poolChatSize: 0, poolAgentSize: 0, claudePath });

test('fails for a CLAUDE_PATH that cannot be run, saying why', async (t) => {
  const folder = await temporaryFolder(t);
  const plainFile = join(folder, 'plain');
  await writeFile(plainFile, '', { mode: 0o644 });
  const messageFor = (path: string, reason: string) => new RegExp(`^CLAUDE_PATH ${path} cannot be run: ${reason}`);
  for (const [path, reason] of [
    [join(folder, 'missing'), 'ENOENT'],
    [plainFile, 'EACCES'],
    [folder, 'it is not a file'],
  ] as const) {
    assert.throws(() => open(path), { name: 'StartError', message: messageFor(path, reason) });
  }
});

test('a CLAUDE_PATH may be relative to the folder of the start', async (t) => {
  assert.doesNotThrow(() => t.after(open('node_modules/.bin/tsc').close));
});
