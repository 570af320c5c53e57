import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { ServiceError } from '#core/errors/service-error.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import { RunEvent as RunEventSchema } from '#core/runs/run-event.ts';
import type { RunRequest } from '#core/runs/run-request.ts';
import type { Runner } from '#core/runs/runner.ts';
import { installAwsLambda } from '#local/gateway/install-aws-lambda.ts';
import { createRunnerHandler } from '#runner/create-runner-handler.ts';
import { runRequest } from './run-request.ts';

installAwsLambda();

/** Stands in for Lambda's response stream: takes a chunk only when it is told to, and keeps what it took. */
class SlowStream extends Writable {
  readonly chunks: string[] = [];
  takeNext = (): void => {};

  constructor() {
    super({ highWaterMark: 1 });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    this.chunks.push(chunk.toString());
    this.takeNext = callback;
  }
}

/** A runner that plays a script. */
const runnerOf = (run: (request: RunRequest) => AsyncIterable<RunEvent>): Runner => ({
  run,
  version: async () => '2.1.330',
});

type Handler = (input: unknown, stream: Writable, context: object) => Promise<unknown>;

/** Calls the function as Lambda's runtime does, with a reader that keeps up, and gives the events that it wrote. */
const invoke = async (runner: Runner, input: unknown, remainingMs = 900_000): Promise<readonly RunEvent[]> => {
  const written: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, callback) {
      written.push(String(chunk));
      callback();
    },
  });
  const handler = createRunnerHandler(runner) as unknown as Handler;
  await handler(input, stream, { getRemainingTimeInMillis: () => remainingMs });
  const lines = written.join('').split('\n');
  assert.equal(lines.pop(), '');
  return lines.map((line) => RunEventSchema.parse(JSON.parse(line)));
};

const text = (piece: string): RunEvent => ({ kind: 'text', text: piece });

test('events are written as lines of JSON', async () => {
  const events = [text('a\nb'), text('\u2028')];
  const runner = runnerOf(async function* () {
    yield* events;
  });
  assert.deepEqual(await invoke(runner, runRequest()), events);
});

test('the run is given less time than Lambda gives, to tell of its end', async () => {
  const timeouts: number[] = [];
  const runner = runnerOf(async function* (request) {
    timeouts.push(request.timeoutMs);
    yield text('a');
  });
  await invoke(runner, runRequest({ timeoutMs: 300_000 }), 60_000);
  await invoke(runner, runRequest({ timeoutMs: 30_000 }), 60_000);
  await invoke(runner, runRequest({ timeoutMs: 30_000 }), 100);
  assert.deepEqual(timeouts, [55_000, 30_000, 1]);
});

test('a runner that throws in the middle ends the stream with an error event, not the function', async () => {
  const runner = runnerOf(async function* () {
    yield text('a');
    throw new Error('secret of the machine');
  });
  const [first, end] = await invoke(runner, runRequest());
  assert.deepEqual(first, text('a'));
  assert.ok(end?.kind === 'error');
  assert.equal(end.failure.code, 'cli_failed');
  assert.doesNotMatch(end.failure.message, /secret/);
});

test('fails what is no request, naming what is wrong but not what it holds', async () => {
  const runner = runnerOf(async function* () {
    yield text('never');
  });
  const [end] = await invoke(runner, { ...runRequest(), profile: 'hush', maxTurns: -1 });
  assert.ok(end?.kind === 'error');
  assert.equal(end.failure.code, 'internal_error');
  assert.match(end.failure.message, /profile, maxTurns/);
  assert.doesNotMatch(end.failure.message, /hush/);
  assert.equal((await invoke(runner, null)).length, 1);
});

test('an error of the service keeps its code', async () => {
  const runner = runnerOf(async function* () {
    yield text('a');
    throw new ServiceError('interrupted', 'Stopped.');
  });
  const end = (await invoke(runner, runRequest())).at(-1);
  assert.equal(end?.kind === 'error' && end.failure.code, 'interrupted');
});

test('the run waits for a slow reader', async () => {
  let produced = 0;
  const runner = runnerOf(async function* () {
    for (; produced < 1000; produced += 1) yield text('x'.repeat(1000));
  });
  const stream = new SlowStream();
  const handler = createRunnerHandler(runner) as unknown as Handler;
  const invocation = handler(runRequest(), stream, { getRemainingTimeInMillis: () => 900_000 });
  for (let round = 0; round < 100; round += 1) await setImmediate();
  assert.ok(produced < 50, `${produced} events`);
  stream.destroy();
  await assert.rejects(invocation);
});

test('the response stays open behind its last event until everything is settled', async () => {
  const done: string[] = [];
  const runner = runnerOf(async function* () {
    yield text('a');
  });
  const stream = new Writable({
    write(chunk, _encoding, callback) {
      done.push(JSON.parse(chunk).kind);
      callback();
    },
  });
  stream.once('finish', () => done.push('response ended'));
  const handler = createRunnerHandler(runner, async () => {
    await setImmediate();
    done.push('settled');
  }) as unknown as Handler;
  await handler(runRequest(), stream, { getRemainingTimeInMillis: () => 900_000 });
  assert.deepEqual(done.slice(0, 3), ['text', 'settled', 'response ended']);
});

test('everything is settled also when nobody takes the answer', async () => {
  let isSettled = false;
  const runner = runnerOf(async function* () {
    yield text('a');
  });
  const stream = new SlowStream();
  const handler = createRunnerHandler(runner, async () => {
    isSettled = true;
  }) as unknown as Handler;
  const invocation = handler(runRequest(), stream, { getRemainingTimeInMillis: () => 900_000 });
  stream.destroy();
  await assert.rejects(invocation);
  assert.equal(isSettled, true);
});
