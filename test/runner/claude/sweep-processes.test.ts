import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { sweepProcesses } from '#runner/claude/sweep-processes.ts';

test('processes that bear the marker, or work in the directory, are killed; others are not', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'sweep-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  const start = (environment: Record<string, string>, cwd: string) => {
    const child = execa('sleep', ['60'], { env: environment, cwd, reject: false });
    t.after(() => child.kill('SIGKILL'));
    return child;
  };
  const marked = start({ MARKER: 'one' }, tmpdir());
  const inside = start({}, directory);
  const other = start({ MARKER: 'another' }, tmpdir());
  await Promise.all(
    [marked, inside, other].map((child) => new Promise((r) => child.nodeChildProcess.once('spawn', r))),
  );

  await sweepProcesses({ marker: 'MARKER=one', directory });
  assert.equal((await marked).signal, 'SIGKILL');
  assert.equal((await inside).signal, 'SIGKILL');
  assert.equal(other.nodeChildProcess.signalCode, null);
});
