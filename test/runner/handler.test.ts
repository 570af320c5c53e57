import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { RunEvent } from '#core/runs/run-event.ts';
import { startStandInModel } from '#local/model/stand-in-model.ts';
import { runRequest } from './run-request.ts';

test('the function answers, and ends its processes when it is told to stop', async (t) => {
  const model = await startStandInModel();
  t.after(model.close);
  const directory = await mkdtemp(join(tmpdir(), 'handler-'));
  t.after(() => rm(directory, { recursive: true }));
  const upstream = { provider: 'anthropic', baseUrl: model.baseUrl, apiKey: 'sk' } as const;
  const request = runRequest({ prompt: '[[say: hello]]', upstream });

  const child = execa(process.execPath, [join(import.meta.dirname, 'serve-handler.ts')], {
    env: { REQUEST: JSON.stringify(request), TMPDIR: directory, CLAUDE_PATH: '' },
    reject: false,
  });
  t.after(() => child.kill('SIGKILL'));
  let end: RunEvent | undefined;
  for await (const line of child) {
    end = RunEvent.parse(JSON.parse(line));
    if (end.kind === 'result' || end.kind === 'error') child.kill('SIGTERM');
  }
  assert.equal(end?.kind === 'result' && end.result.text, '[stand-in model] hello');
  assert.equal((await child).exitCode, 0);
  assert.deepEqual(await readdir(directory), []);
});
