import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { createLambdaRunner, type LambdaRunnerOptions } from '#adapters/runner/lambda-runner.ts';
import type { ErrorCode } from '#core/errors/error-codes.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import { awsClientConfig } from '#test/fakes/aws-client-config.ts';
import { type InvocationAnswer, startLambdaEdge } from '#test/fakes/lambda-edge.ts';
import { runRequest } from '#test/runner/run-request.ts';

const REQUEST = runRequest({ prompt: 'Grüß Gott 🎉', maxOutputBytes: 1024 });

const RESULT: RunEvent = {
  kind: 'result',
  result: {
    text: 'hällo 🎉',
    stopReason: 'end_turn',
    turns: 1,
    sessionId: 's',
    metrics: NO_METRICS,
    timings: { durationMs: 1, overheadMs: 1 },
  },
};

const EVENTS: readonly RunEvent[] = [
  { kind: 'started', sessionId: 's', model: 'claude-haiku-4-5' },
  { kind: 'text', text: 'hällo ' },
  { kind: 'text', text: '🎉' },
  RESULT,
];

const toLine = (event: unknown) => `${JSON.stringify(event)}\n`;

const start = async (
  t: TestContext,
  run: (answer: InvocationAnswer) => void,
  options: Partial<LambdaRunnerOptions> = {},
) => {
  const edge = await startLambdaEdge(run);
  t.after(() => edge.close());
  const runner = createLambdaRunner({
    functionName: 'runner-function',
    cliVersion: '2.1.330',
    ...awsClientConfig(edge.endpoint),
    ...options,
  });
  const controller = new AbortController();
  const events: RunEvent[] = [];
  const read = async () => {
    for await (const event of runner.run(REQUEST, 'tenant-1', controller.signal)) events.push(event);
  };
  return { edge, runner, controller, events, read };
};

const fails = async (reading: Promise<void>, code: ErrorCode): Promise<ServiceError> => {
  const error = await reading.then(
    () => assert.fail('the run did not fail'),
    (error: unknown) => error,
  );
  assert.ok(error instanceof ServiceError, String(error));
  assert.equal(error.code, code, error.message);
  return error;
};

test("the run is handed to the tenant's own environment of the function, whole", async (t) => {
  const { edge, read } = await start(t, (answer) => {
    answer.payload(toLine(RESULT));
    answer.complete();
  });
  await read();
  const [invocation] = edge.invocations;
  assert.equal(invocation?.path, '/2021-11-15/functions/runner-function/response-streaming-invocations');
  assert.equal(invocation.headers['x-amz-tenant-id'], 'tenant-1');
  assert.deepEqual(JSON.parse(invocation.payload), REQUEST);
});

test('events arrive whole and in order, wherever Lambda cuts the bytes', async (t) => {
  const bytes = Buffer.from(EVENTS.map(toLine).join(''));
  for (const size of [1, 2, 3, 7, bytes.length]) {
    const { events, read } = await start(t, (answer) => {
      for (let at = 0; at < bytes.length; at += size) answer.payload(bytes.subarray(at, at + size));
      answer.complete();
    });
    await read();
    assert.deepEqual(events, EVENTS, `${size} bytes at a time`);
  }
});

test('an event is passed on before the function has ended', async (t) => {
  let invocation: InvocationAnswer | undefined;
  const { runner, controller } = await start(t, (answer) => {
    invocation = answer;
    answer.payload(toLine(EVENTS[0]));
  });
  const events = runner.run(REQUEST, 'tenant-1', controller.signal)[Symbol.asyncIterator]();
  assert.deepEqual((await events.next()).value, EVENTS[0]);
  invocation?.payload(toLine(RESULT));
  assert.deepEqual((await events.next()).value, RESULT);
  assert.equal((await events.next()).done, true);
});

test('nothing comes after the last event, though the function goes on', async (t) => {
  const { events, read } = await start(t, (answer) => {
    answer.payload(toLine(RESULT) + toLine(RESULT) + toLine(EVENTS[1]));
    answer.complete({ ErrorCode: 'Unhandled' });
  });
  await read();
  assert.deepEqual(events, [RESULT]);
});

const badLines = {
  'what is not JSON': 'Segmentation fault\n',
  'an unknown kind of event': toLine({ kind: 'shell', command: 'id' }),
  'an event that lacks a field': toLine({ kind: 'text' }),
  'an empty line': '\n',
  'usage of a model that the run was not given': toLine({
    kind: 'usage',
    metrics: {
      ...NO_METRICS,
      modelUsage: [{ ...NO_METRICS.usage, model: 'counter-of-another', calls: 1, costMicroUsd: 1 }],
    },
  }),
};

for (const [name, line] of Object.entries(badLines)) {
  test(`fails a run whose runner sends ${name}, keeping what came before`, async (t) => {
    const { events, read } = await start(t, (answer) => {
      answer.payload(toLine(EVENTS[0]) + line + toLine(RESULT));
      answer.complete();
    });
    await fails(read(), 'cli_failed');
    assert.deepEqual(events, [EVENTS[0]]);
  });
}

test('fails a run whose runner floods one line', async (t) => {
  const { read } = await start(t, (answer) => {
    for (let megabytes = 0; megabytes < 3; megabytes += 1) answer.payload('x'.repeat(1024 * 1024));
  });
  await fails(read(), 'output_too_large');
});

test('fails a run whose runner stops without an ending', async (t) => {
  const { events, read } = await start(t, (answer) => {
    answer.payload(toLine(EVENTS[0]));
    answer.complete();
  });
  await fails(read(), 'cli_failed');
  assert.deepEqual(events, [EVENTS[0]]);
});

test('fails a run whose function fails, without showing its stack', async (t) => {
  const { read } = await start(t, (answer) => {
    answer.payload(toLine(EVENTS[0]));
    answer.complete({ ErrorCode: 'Unhandled', ErrorDetails: '{"stackTrace":["at secret.ts:1"]}' });
  });
  const { message } = await fails(read(), 'cli_failed');
  assert.match(message, /Unhandled/);
  assert.doesNotMatch(message, /secret/);
});

test('fails a run whose function reaches its time limit', async (t) => {
  const { read } = await start(t, (answer) =>
    answer.complete({ ErrorCode: 'Unhandled', ErrorDetails: '{"errorMessage":"Task timed out after 900.00 seconds"}' }),
  );
  await fails(read(), 'run_timed_out');
});

test('fails a run whose connection is lost, and does not start it again', async (t) => {
  const { edge, events, read } = await start(t, (answer) => {
    answer.payload(toLine(EVENTS[0]));
    setImmediate(answer.cut);
  });
  await fails(read(), 'cli_failed');
  assert.ok(events.length <= 1);
  assert.equal(edge.invocations.length, 1);
});

test('fails a run that Lambda throttles, saying when to come back, and does not try again', async (t) => {
  const { edge, read } = await start(t, (answer) =>
    answer.refuse(429, 'TooManyRequestsException', { 'retry-after': '7' }),
  );
  const { retryAfterSeconds } = await fails(read(), 'unavailable');
  assert.equal(retryAfterSeconds, 7);
  assert.equal(edge.invocations.length, 1);
});

const refusals = [
  [500, 'ServiceException', 'unavailable'],
  [413, 'RequestTooLargeException', 'request_too_large'],
  [404, 'ResourceNotFoundException', 'internal_error'],
  [403, 'AccessDeniedException', 'internal_error'],
] as const;

for (const [status, errorType, code] of refusals) {
  test(`fails with ${code} when Lambda answers ${errorType}, and does not try again`, async (t) => {
    const { edge, read } = await start(t, (answer) => answer.refuse(status, errorType));
    await fails(read(), code);
    assert.equal(edge.invocations.length, 1);
  });
}

test('fails as unavailable when there is no Lambda to connect to', async (t) => {
  const { edge, read } = await start(t, () => {});
  await edge.close();
  await fails(read(), 'unavailable');
});

test('aborting ends the invocation, before its first byte or in the middle of it', async (t) => {
  for (const lines of ['', toLine(EVENTS[0])]) {
    let callerGone: Promise<void> | undefined;
    const arrived = new EventTarget();
    const { controller, read } = await start(t, (answer) => {
      callerGone = answer.callerGone;
      if (lines) answer.payload(lines);
      arrived.dispatchEvent(new Event('invoked'));
    });
    const invoked = once(arrived, 'invoked');
    const reading = fails(read(), 'canceled');
    await invoked;
    controller.abort();
    await reading;
    await callerGone;
  }
});

test('aborting for a reason fails with that reason', async (t) => {
  const { controller, events, read } = await start(t, (answer) => answer.payload(toLine(EVENTS[0])));
  controller.abort(new ServiceError('run_timed_out', 'too late'));
  await fails(read(), 'run_timed_out');
  assert.deepEqual(events, []);
});

test('a reader that stops early ends the invocation', async (t) => {
  let callerGone: Promise<void> | undefined;
  const { runner, controller } = await start(t, (answer) => {
    callerGone = answer.callerGone;
    answer.payload(toLine(EVENTS[0]));
  });
  for await (const _ of runner.run(REQUEST, 'tenant-1', controller.signal)) break;
  await callerGone;
});

/** Keeps which runs were canceled, and lets a test wait for it. */
const startCanceler = () => {
  const runs: string[] = [];
  const { promise: canceled, resolve } = Promise.withResolvers<void>();
  const canceler = {
    urlOf: async (runId: string, validForSeconds: number) => `https://s3.test/${runId}?for=${validForSeconds}`,
    cancel: async (runId: string) => {
      runs.push(runId);
      resolve();
    },
  };
  return { canceler, runs, canceled };
};

/** What the runner says when it ends a run that was canceled. */
const CANCELED: RunEvent = {
  kind: 'error',
  failure: {
    ...{ code: 'canceled', message: 'The run was canceled.', source: 'gateway' },
    metrics: { ...NO_METRICS, costMicroUsd: 42 },
    timings: { durationMs: 1, overheadMs: 1 },
  },
};

test('the runner is told where it finds out that its run was canceled, for as long as that can take', async (t) => {
  const { canceler, runs } = startCanceler();
  const { edge, read } = await start(t, (answer) => answer.payload(toLine(RESULT)), { canceler });
  await read();
  const { cancelUrl, ...request } = JSON.parse(edge.invocations[0]?.payload ?? '');
  assert.equal(cancelUrl, 'https://s3.test/prompt_1?for=90');
  assert.deepEqual([request, runs], [REQUEST, []]);
});

test('a run that is aborted is canceled, and its last words are read: why it ended, and what it has used', async (t) => {
  const { canceler, runs, canceled } = startCanceler();
  const { controller, events, read } = await start(
    t,
    (answer) => {
      answer.payload(toLine(EVENTS[0]));
      canceled.then(() => answer.payload(toLine(EVENTS[1]) + toLine(CANCELED)));
      controller.abort(new ServiceError('interrupted', 'The service stops.'));
    },
    { canceler },
  );
  await read();
  const failure = {
    ...(CANCELED.kind === 'error' && CANCELED.failure),
    code: 'interrupted',
    message: 'The service stops.',
  };
  assert.deepEqual(events, [EVENTS[0], EVENTS[1], { kind: 'error', failure }]);
  assert.deepEqual(runs, ['prompt_1']);
});

test('a run that has its answer when it is aborted keeps it', async (t) => {
  const { canceler, canceled } = startCanceler();
  const { controller, events, read } = await start(
    t,
    (answer) => {
      canceled.then(() => answer.payload(toLine(RESULT)));
      controller.abort();
    },
    { canceler },
  );
  await read();
  assert.deepEqual(events, [RESULT]);
});

test('a run that is aborted and says nothing more is given up', async (t) => {
  const { canceler, runs } = startCanceler();
  const options = { canceler, lastWordsMs: 1 };
  const { controller, read } = await start(t, () => controller.abort(), options);
  await fails(read(), 'canceled');
  assert.deepEqual(runs, ['prompt_1']);
});

test('a run that was aborted before it began does not begin', async (t) => {
  const { canceler, runs } = startCanceler();
  const { edge, controller, read } = await start(t, () => {}, { canceler });
  controller.abort();
  await fails(read(), 'canceled');
  assert.deepEqual([edge.invocations, runs], [[], []]);
});

test('a run whose events are no longer read, or cannot be, is canceled', async (t) => {
  for (const line of [EVENTS[0], 'no event']) {
    const { canceler, runs } = startCanceler();
    const { runner, controller } = await start(t, (answer) => answer.payload(toLine(line)), { canceler });
    try {
      for await (const _ of runner.run(REQUEST, 'tenant-1', controller.signal)) break;
    } catch {}
    assert.deepEqual(runs, ['prompt_1']);
  }
});

test('a run that Lambda has not begun, or has ended, is not canceled', async (t) => {
  for (const run of [
    (answer: InvocationAnswer) => answer.refuse(429, 'TooManyRequestsException'),
    (answer: InvocationAnswer) => answer.complete(),
  ]) {
    const { canceler, runs } = startCanceler();
    const { read } = await start(t, run, { canceler });
    await assert.rejects(read());
    assert.deepEqual(runs, []);
  }
});

test('the version is that of the image', async (t) => {
  const { runner } = await start(t, () => {});
  assert.equal(await runner.version(), '2.1.330');
});
