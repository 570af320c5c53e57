import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, type OpenImage, openImage } from './open-image.ts';

/** That the environment has survived what came before. */
const assertAnswers = async ({ text }: OpenImage): Promise<void> =>
  assert.equal(await text({ prompt: '[[say: Still here.]]' }), '[stand-in model] Still here.');

test('fails its initialization when the handler cannot be loaded', async (t) => {
  const { container } = await openImage(t, { handler: 'handler.missing' });
  const { end, errorType } = await container.invoke({});
  assert.deepEqual([end, errorType], ['init_error', 'Runtime.HandlerNotFound']);
});

test('fails an event that is no request, and takes the next', async (t) => {
  const image = await openImage(t);
  for (const event of [{}, null, 'text', { profile: 'other' }]) {
    const invocation = await image.container.invoke(event);
    const [error] = eventsOf(invocation);
    assert.equal(invocation.end, 'responded');
    assert.ok(error?.kind === 'error' && error.failure.code === 'internal_error', JSON.stringify(error));
  }
  await assertAnswers(image);
});

test('fails a run whose CLI does not start, and says so', async (t) => {
  const { run } = await openImage(t, { environment: { CLAUDE_PATH: '/nowhere/claude' } });
  const { end } = await run({});
  assert.ok(end?.kind === 'error' && end.failure.code === 'cli_failed', JSON.stringify(end));
});

test('fails with what was said so far when the model’s stream breaks off', async (t) => {
  const image = await openImage(t);
  for (const directive of ['cut', 'error']) {
    const { events, end } = await image.run({ prompt: `[[chars: 500]] [[delay: 20]] [[${directive}]]` });
    assert.ok(events.some(({ kind }) => kind === 'text'));
    assert.ok(end?.kind === 'error' && end.failure.source === 'upstream', JSON.stringify(end));
    assert.ok(end.failure.metrics.costMicroUsd > 0);
  }
  await assertAnswers(image);
});

test('fails a run before Lambda’s deadline, and takes the next', async (t) => {
  const image = await openImage(t);
  const limits = { timeoutMs: 900_000, stallTimeoutMs: 900_000 };
  for (const changes of [
    { prompt: '[[hang]]' },
    { profile: 'agent', prompt: '[[bash: setsid sleep 100 & sleep 100]]' },
  ] as const) {
    const { invocation, end } = await image.run({ ...limits, ...changes }, 8000);
    assert.equal(invocation.end, 'responded');
    assert.ok(end?.kind === 'error' && end.failure.code === 'run_timed_out', JSON.stringify(end));
  }
  await assertAnswers(image);
});

test('fails a run that speaks until Lambda’s deadline long before that, and what it has said has been sent', async (t) => {
  const image = await openImage(t);
  const limits = { timeoutMs: 900_000, stallTimeoutMs: 900_000 };
  const { invocation, events, end } = await image.run({ ...limits, prompt: '[[chars: 9000]] [[delay: 50]]' }, 8000);
  const said = events.map((event) => (event.kind === 'text' ? event.text : '')).join('');
  assert.ok(said.length > 100 && said.length < 9000, `${said.length} characters`);
  assert.ok(end?.kind === 'error' && end.failure.code === 'run_timed_out', JSON.stringify(end));
  assert.ok((invocation.chunks.at(-1)?.afterMs ?? Infinity) < 5000, 'there is time left to clean up');
  await assertAnswers(image);
});

test('an environment that cannot be cleaned ends, after it has answered', async (t) => {
  const { container, run } = await openImage(t);
  // Shared memory outlives all processes.
  const { end } = await run({ profile: 'agent', prompt: '[[bash: ipcmk --shmem 4096]]' });
  assert.equal(end?.kind, 'result', JSON.stringify(end));
  await container.idle();
  assert.equal((await run({})).invocation.end, 'exited');
  assert.match(container.log, /The environment is given up: /);
});

test('a command that eats all memory is killed, and the run goes on', async (t) => {
  const image = await openImage(t, { memoryMb: 1024 });
  const text = await image.text({ profile: 'agent', prompt: '[[bash: tail /dev/zero; echo "ended with $?"]]' });
  assert.match(text, /ended with 137/);
  await assertAnswers(image);
});

test('a run that fills /tmp does not spoil the next', async (t) => {
  const image = await openImage(t);
  await image.run({ profile: 'agent', prompt: '[[bash: head -c 2G /dev/zero > big; echo more > more]]' });
  await assertAnswers(image);
});
