import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { type RunEvent, RunEvent as RunEventSchema } from '#core/runs/run-event.ts';
import { heedCancelUrl } from '#runner/heed-cancel-url.ts';
import { startLoopbackServer } from '#test/fakes/loopback-server.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';
import { openTestRunner } from './open-test-runner.ts';
import { runRequest } from './run-request.ts';

const never = new AbortController().signal;

type Answer = (response: ServerResponse) => void;

/** Answers each question with the next of these, and all further ones with the last. */
const startAnswers = async (t: TestContext, answers: readonly Answer[]) => {
  const asked: string[] = [];
  const server = await startLoopbackServer((request, response) => {
    asked.push(request.url ?? '');
    answers.at(Math.min(asked.length, answers.length) - 1)?.(response);
  });
  t.after(() => server.close());
  return { cancelUrl: `${server.endpoint}/bodies/cancel/prompt_1?X-Amz-Signature=1`, asked };
};

const status =
  (code: number): Answer =>
  (response) =>
    response.writeHead(code).end('<Error/>');
const cut: Answer = (response) => response.destroy();

const codeOf = (events: readonly RunEvent[]) => events.map((event) => event.kind === 'error' && event.failure.code);

test('a run ends as canceled as soon as there is something at its URL, whatever S3 says until then', async (t) => {
  const { cancelUrl, asked } = await startAnswers(t, [404, 403, 503].map(status).concat(cut, status(200)));
  const runner = heedCancelUrl(createScriptedRunner([]), () => setImmediate());
  const events = await Array.fromAsync(runner.run(runRequest({ cancelUrl }), 'tenant', never));
  assert.deepEqual(codeOf(events), ['canceled']);
  assert.deepEqual(asked, Array(5).fill('/bodies/cancel/prompt_1?X-Amz-Signature=1'));
});

test('nothing is asked any more once the run has ended', async () => {
  const waiting: AbortSignal[] = [];
  const pause = (signal: AbortSignal) => {
    waiting.push(signal);
    return new Promise<void>(() => {});
  };
  const runner = heedCancelUrl(createScriptedRunner([{ kind: 'text', text: 'a' }]), pause);
  const cancelUrl = 'http://127.0.0.1:1/';
  for await (const _ of runner.run(runRequest({ cancelUrl }), 'tenant', never)) break;
  assert.deepEqual(
    waiting.map(({ aborted }) => aborted),
    [true],
  );
});

test('a run without such a URL ends by itself, or by its signal', async () => {
  const runner = heedCancelUrl(createScriptedRunner([]), () => setImmediate());
  const events = await Array.fromAsync(runner.run(runRequest(), 'tenant', AbortSignal.abort()));
  assert.deepEqual(codeOf(events), ['canceled']);
});

test('a canceled run of the real CLI tells what it has used, and leaves nothing', async (t) => {
  const bench = await openTestRunner();
  t.after(() => bench.close());
  let isCanceled = false;
  const { cancelUrl } = await startAnswers(t, [(response) => status(isCanceled ? 200 : 404)(response)]);
  const upstream = { provider: 'anthropic', baseUrl: bench.model.baseUrl, apiKey: 'sk' } as const;
  const request = runRequest({ upstream, cancelUrl, prompt: '[[delay: 50]] [[chars: 100000]]' });
  let end: RunEvent | undefined;
  for await (const event of heedCancelUrl(bench.runner, () => setImmediate()).run(request, 'tenant', never)) {
    if (event.kind === 'text') isCanceled = true;
    end = RunEventSchema.parse(event);
  }
  assert.ok(end?.kind === 'error');
  assert.equal(end.failure.code, 'canceled');
  assert.ok(end.failure.metrics.usage.inputTokens > 0);
  assert.deepEqual(await bench.leftovers(), []);
});
