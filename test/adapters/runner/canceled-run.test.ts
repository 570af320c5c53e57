import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createLambdaRunner } from '#adapters/runner/lambda-runner.ts';
import { cancelKey, createS3RunCanceler } from '#adapters/s3/s3-run-canceler.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import type { Runner } from '#core/runs/runner.ts';
import { installAwsLambda } from '#local/gateway/install-aws-lambda.ts';
import { createRunnerHandler } from '#runner/create-runner-handler.ts';
import { heedCancelUrl } from '#runner/heed-cancel-url.ts';
import { awsClientConfig } from '#test/fakes/aws-client-config.ts';
import { type InvocationAnswer, startLambdaEdge } from '#test/fakes/lambda-edge.ts';
import { startS3Edge } from '#test/fakes/s3-edge.ts';
import { runRequest } from '#test/runner/run-request.ts';

installAwsLambda();

const METRICS = { ...NO_METRICS, costMicroUsd: 42 };
const TIMINGS = { durationMs: 1, overheadMs: 1 };

/** A run that goes on until it is aborted, and then tells what it has used. */
const endless: Runner = {
  async *run(_request, _tenantId, signal) {
    yield { kind: 'text', text: 'a' };
    while (!signal.aborted) await setImmediate();
    const said = { code: 'canceled', message: 'The run was canceled.', source: 'gateway' } as const;
    yield { kind: 'error', failure: { ...said, metrics: METRICS, timings: TIMINGS } };
  },
  version: async () => '2.1.330',
};

type Handler = (input: unknown, stream: Writable, context: object) => Promise<unknown>;

/** The runner function, which goes on whether or not its caller is there. */
const runnerFunction = createRunnerHandler(heedCancelUrl(endless, () => setImmediate())) as unknown as Handler;

const invoke = (answer: InvocationAnswer, payload: string): Promise<unknown> => {
  const stream = new Writable({
    write(chunk, _encoding, callback) {
      answer.payload(chunk);
      callback();
    },
  });
  return runnerFunction(JSON.parse(payload), stream, { getRemainingTimeInMillis: () => 900_000 });
};

test('a canceled run ends in the runner function, and what it has used reaches whoever canceled it', async (t) => {
  const s3 = await startS3Edge();
  t.after(() => s3.close());
  const invocations: Promise<unknown>[] = [];
  const lambda = await startLambdaEdge((answer, { payload }) => invocations.push(invoke(answer, payload)));
  t.after(() => lambda.close());
  const canceler = createS3RunCanceler({
    ...{ bucketName: 'bodies', forcePathStyle: true, ...awsClientConfig(s3.endpoint) },
    report: (message, error) => assert.fail(`${message}: ${error}`),
  });
  const runner = createLambdaRunner({
    ...{ functionName: 'runner', cliVersion: '2.1.330', canceler, ...awsClientConfig(lambda.endpoint) },
  });

  const canceled = new AbortController();
  const events: RunEvent[] = [];
  for await (const event of runner.run(runRequest(), 'tenant', canceled.signal)) {
    events.push(event);
    if (event.kind === 'text') canceled.abort();
  }
  const end = events.at(-1);
  assert.deepEqual(end?.kind === 'error' && [end.failure.code, end.failure.metrics], ['canceled', METRICS]);
  await Promise.all(invocations);
  assert.deepEqual([...s3.objects.keys()], [`/bodies/${cancelKey('prompt_1')}`]);
});
