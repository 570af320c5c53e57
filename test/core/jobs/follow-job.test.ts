import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { ServiceError } from '#core/errors/service-error.ts';
import { answerText } from '#core/jobs/job-texts.ts';
import type { LineResult } from '#core/jobs/lines.ts';
import { PromptBody, toPromptDraft } from '#core/prompts/prompt-body.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import { createJobPorts } from '#test/fakes/job-ports.ts';
import { lineJobOf } from '#test/fakes/jobs.ts';
import { errorEvent, HELLO, STARTED, textEvent } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

/** A line that waits, of a batch that says what it asks for, and takes its answer. */
const start = async (events: readonly RunEvent[]) => {
  const answers: LineResult[] = [];
  const done: string[] = [];
  const runner = createScriptedRunner(events);
  const fake = await createJobPorts(runner, {
    lines: {
      isCanceled: async () => false,
      readDraft: async ({ batchLine }) =>
        toPromptDraft(PromptBody.parse({ prompt: batchLine.customId, model: 'haiku', profile: 'chat' })),
      answerOf: async (_job, answer) => {
        answers.push(answer);
        return { text: answer.result.text };
      },
      countLine: async ({ status }) => {
        done.push(status);
      },
      forgetLine: async () => {
        done.push('forgotten');
      },
    },
  });
  const line = lineJobOf(fake.clock(), 'batch_1', 0);
  await fake.ports.jobs.create(line);
  return { ...fake, runner, line, answers, done };
};

test('a line runs what its batch says, and keeps its answer in the words of its API', async () => {
  const { run, read, line, answers, done, ports, published } = await start(HELLO);
  await run(line);
  assert.equal((await read(line)).status, 'completed');
  assert.equal(await ports.texts.get(answerText(line)), '{"text":"Hello, world"}');
  const [{ prompt, events } = assert.fail('no answer was made')] = answers;
  assert.deepEqual([prompt.status, events], ['completed', HELLO.slice(0, -1)]);
  assert.deepEqual([done, published], [['completed', 'forgotten'], []]);
});

test('a line may take as long as a stream: nobody waits at the other end of a connection', async () => {
  const { run, line, ports, runner } = await start(HELLO);
  const { maxTimeoutSeconds: timeoutSeconds } = ports.settings;
  const readDraft: typeof ports.lines.readDraft = async (job) => ({
    ...(await ports.lines.readDraft(job)),
    ...{ stream: false, timeoutSeconds },
  });
  await run(line, { lines: { ...ports.lines, readDraft } });
  assert.equal(runner.requests[0]?.timeoutMs, timeoutSeconds * 1000);
});

test('of what happens in a line nothing is kept: nobody follows it', async () => {
  const { run, line, ports } = await start(HELLO);
  await run(line);
  assert.equal(await ports.jobEvents.lastSeq(line), 0);
});

test('a line that fails has no answer, and is counted as failed', async () => {
  const { run, read, line, answers, done, ports } = await start([STARTED, errorEvent({ code: 'cli_failed' })]);
  await run(line);
  assert.equal((await read(line)).error?.code, 'cli_failed');
  assert.deepEqual([answers, await ports.texts.get(answerText(line)), done], [[], undefined, ['failed', 'forgotten']]);
});

test('a line that its API would refuse fails as that says, and is not run', async () => {
  const { run, read, line, ports } = await start(HELLO);
  const readDraft = async () => {
    throw new ServiceError('invalid_request', '"max_tokens" is missing.');
  };
  await run(line, { lines: { ...ports.lines, readDraft } });
  const { status, error } = await read(line);
  assert.deepEqual(
    [status, error],
    ['failed', { code: 'invalid_request', message: '"max_tokens" is missing.', source: 'gateway' }],
  );
});

test('a line is stopped when it is canceled', async () => {
  const { run, read, cancel, line, done } = await start([STARTED, textEvent('Hel')]);
  const running = run(line);
  while ((await read(line)).status === 'queued') await setImmediate();
  await cancel(line);
  await running;
  assert.deepEqual([(await read(line)).status, done], ['canceled', ['canceled', 'forgotten']]);
});
