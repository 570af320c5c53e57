import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { test } from 'node:test';
import { claudePath } from '#runner/claude/claude-path.ts';
import { readVersion } from '#runner/claude/read-version.ts';

test('a given path is used as it is', () => {
  assert.equal(claudePath('/opt/claude'), '/opt/claude');
});

test('otherwise the native binary of this machine is found, not the wrapper', async () => {
  const { size } = await stat(claudePath());
  assert.ok(size > 100_000_000, `${size} bytes`);
});

test('the version is that of the package this project pins', async () => {
  assert.equal(await readVersion(claudePath()), '2.1.330');
});

test('fails to read the version of something else', async () => {
  await assert.rejects(readVersion('/bin/echo'), /is not Claude Code/);
  await assert.rejects(readVersion('/nowhere/claude'), /ENOENT/);
});
