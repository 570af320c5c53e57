import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openTestRunner, type TestRunner } from './open-test-runner.ts';

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

/** Opens a runner that has a shell script instead of the CLI. */
const openWithScript = async (t: TestContext, script: string): Promise<TestRunner> => {
  const directory = await mkdtemp(join(tmpdir(), 'fake-claude-'));
  const claude = join(directory, 'claude');
  await writeFile(claude, `#!/bin/sh\n${script}\n`);
  await chmod(claude, 0o755);
  const bench = await openTestRunner({ claude });
  t.after(async () => {
    await bench.close();
    await rm(directory, { recursive: true });
  });
  return bench;
};

/** Answers the ping, so that it is given a run. */
const PONG = `read -r ping; echo '{"type":"control_response","response":{"subtype":"success","request_id":"ping"}}';`;
const REFUSAL = '{"type":"control_response","response":{"subtype":"error","request_id":"run-0","error":"no"}}';

const BROKEN = {
  'complains and ends': ['echo no such library >&2; exit 1', /could not be started: no such library\.$/],
  'ends without a word': ['exit 3', /could not be started: it gave no reason\.$/],
  'says at the start what is not the protocol': ['echo Segmentation fault; cat > /dev/null', /could not be started/],
  'says later what is not the protocol': [`${PONG} echo Segmentation fault; cat > /dev/null`, /not understood/],
  'says the protocol of another time': [`${PONG} echo '{"type":"result"}'; cat > /dev/null`, /not understood/],
  'ends after it was given the run': [`${PONG} read -r line; exit 3`, /in the middle of the run \(exit code 3\)/],
  'refuses its configuration': [`${PONG} echo '${REFUSAL}'; cat > /dev/null`, /refused its configuration: no/],
} as const;

for (const [what, [script, message]] of Object.entries(BROKEN)) {
  test(`fails a run whose CLI ${what}`, async (t) => {
    const bench = await openWithScript(t, script);
    const failure = await bench.failure({});
    assert.equal(failure.code, 'cli_failed');
    assert.match(failure.message, message);
    assert.deepEqual(await bench.leftovers(), []);
  });
}

test('fails a run whose CLI obeys nobody, when its time is up', async (t) => {
  const bench = await openWithScript(t, `${PONG} trap "" TERM INT HUP; while true; do sleep 0.1; done`);
  assert.equal((await bench.failure({ timeoutMs: 200 })).code, 'run_timed_out');
  assert.deepEqual(await bench.leftovers(), []);
});

test('each run has a process of its own, also when it was started ahead', async (t) => {
  const bench = await openTestRunner({ warmProcesses: { chat: 1, agent: 0 } });
  t.after(bench.close);
  const first = await bench.result({ prompt: 'one' });
  const second = await bench.result({ prompt: 'two' });
  assert.notEqual(first.sessionId, second.sessionId);
});

test('in an environment of its own a runner has nothing left of an agent when that is cleaned, and then is ready', async (t) => {
  const leftovers: (readonly string[])[] = [];
  const bench = await openTestRunner({
    warmProcesses: { chat: 1, agent: 1 },
    async cleanEnvironment({ directory }) {
      leftovers.push(await readdir(directory));
    },
  });
  t.after(bench.close);
  await bench.result({ profile: 'chat' });
  await bench.runner.settle();
  assert.equal((await bench.leftovers()).length, 1);
  await bench.result({ profile: 'agent' });
  await bench.runner.settle();
  assert.deepEqual(leftovers, [[]]);
  assert.equal((await bench.leftovers()).length, 2);
});
