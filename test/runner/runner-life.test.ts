import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { claudePath } from '#runner/claude/claude-path.ts';
import { openTestRunner, resultOf } from './open-test-runner.ts';

test('closing the runner interrupts its runs and leaves nothing behind', async (t) => {
  const bench = await openTestRunner({ warmProcesses: { chat: 1, agent: 0 } });
  t.after(bench.close);
  const codes: string[] = [];
  let closing: Promise<void> | undefined;
  for await (const event of bench.start({ prompt: '[[delay: 100]]' })) {
    if (event.kind === 'text') closing ??= bench.runner.close();
    if (event.kind === 'error') codes.push(event.failure.code);
  }
  await closing;
  assert.deepEqual(codes, ['interrupted']);
  assert.deepEqual(await bench.leftovers(), []);
});

test('a run leaves nothing behind when its last event has been read', async (t) => {
  const bench = await openTestRunner();
  t.after(bench.close);
  await bench.result({ profile: 'agent', prompt: '[[bash: touch file; mkdir -p a/b; chmod 000 a]]' });
  assert.deepEqual(await bench.leftovers(), []);
});

test('a CLI that cannot be started fails its runs, and the version', async (t) => {
  const bench = await openTestRunner({ claude: '/nowhere/claude', warmProcesses: { chat: 1, agent: 1 } });
  t.after(bench.close);
  const { code, metrics } = await bench.failure({});
  assert.equal(code, 'cli_failed');
  assert.equal(metrics.costMicroUsd, 0);
  await assert.rejects(bench.runner.version());
  assert.deepEqual(await bench.leftovers(), []);
});

/** Puts a shell script where the CLI is expected. */
const fakeClaude = async (script: string): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'fake-claude-'));
  const path = join(directory, 'claude');
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
};

test('fails a run whose CLI says what is not the protocol, or nothing at all', async (t) => {
  const scripts = {
    'echo Segmentation fault; cat > /dev/null': /not understood/,
    'echo "{}"; cat > /dev/null': /not understood/,
    'exit 3': /exit code 3/,
  };
  for (const [script, message] of Object.entries(scripts)) {
    const claude = await fakeClaude(script);
    const bench = await openTestRunner({ claude });
    t.after(async () => {
      await bench.close();
      await rm(join(claude, '..'), { recursive: true });
    });
    const failure = await bench.failure({});
    assert.equal(failure.code, 'cli_failed');
    assert.match(failure.message, message);
  }
});

test('fails a run whose CLI ignores everything, when its time is up', async (t) => {
  const claude = await fakeClaude('trap "" TERM INT HUP; while true; do sleep 0.1; done');
  const bench = await openTestRunner({ claude });
  t.after(async () => {
    await bench.close();
    await rm(join(claude, '..'), { recursive: true });
  });
  assert.equal((await bench.failure({ timeoutMs: 200 })).code, 'run_timed_out');
  assert.deepEqual(await bench.leftovers(), []);
});

test('a warm process is used by one run, and its model calls bear no credential of ours', async (t) => {
  const bench = await openTestRunner({ warmProcesses: { chat: 1, agent: 0 } });
  t.after(bench.close);
  const first = resultOf(await bench.run({ prompt: 'one' }));
  const second = resultOf(await bench.run({ prompt: 'two' }));
  assert.notEqual(first.sessionId, second.sessionId);
  const posts = bench.model.calls.filter(({ method }) => method === 'POST');
  assert.deepEqual(
    posts.map(({ headers }) => headers['x-api-key']),
    ['sk-upstream', 'sk-upstream'],
  );
  assert.ok(claudePath().includes('claude-code-'));
});
