import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { execa } from 'execa';
import { MODEL_CATALOG } from '#core/models/model-catalog.ts';
import { RunEvent } from '#core/runs/run-event.ts';
import type { RunRequest } from '#core/runs/run-request.ts';
import { BEDROCK_SIGNER } from '#test/fakes/bedrock/bedrock-signer.ts';
import { type StandInBedrock, startStandInBedrock } from '#test/fakes/bedrock/stand-in-bedrock.ts';
import { openTestRunner, resultOf, type TestRunner } from './open-test-runner.ts';
import { runRequest } from './run-request.ts';

const { credentials, region } = BEDROCK_SIGNER;

let bedrock: StandInBedrock;
let bench: TestRunner;
let upstream: RunRequest['upstream'];
let seenCalls = 0;

before(async () => {
  // As on Lambda, where they are in the environment of the runner itself.
  process.env['AWS_ACCESS_KEY_ID'] = credentials.accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = credentials.secretAccessKey;
  process.env['AWS_SESSION_TOKEN'] = credentials.sessionToken;
  bedrock = await startStandInBedrock(BEDROCK_SIGNER);
  bench = await openTestRunner({ warmProcesses: { chat: 1, agent: 1 }, bedrockCredentials: credentials });
  upstream = { provider: 'bedrock', baseUrl: bedrock.baseUrl, region, profile: 'eu' };
});
after(async () => {
  await bench.close();
  await bedrock.close();
});
afterEach(() => {
  seenCalls = bedrock.calls.length;
});

const newCalls = () => bedrock.calls.slice(seenCalls);

for (const profile of ['chat', 'agent'] as const) {
  test(`the ${profile} profile is answered by Bedrock, with a single call that is signed and counted`, async () => {
    const prompt = 'Good morning [[usage: input=100 output=20]]';
    const result = await bench.result({ upstream, profile, prompt });
    assert.match(result.text, /You wrote: Good morning/);
    assert.equal(result.metrics.costMicroUsd, 200);
    assert.equal(result.metrics.isEstimated, false);
    assert.equal(result.metrics.modelUsage[0]?.model, 'claude-haiku-4-5');
    assert.deepEqual(
      newCalls().map(({ path }) => path),
      ['/model/eu.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke-with-response-stream'],
    );
  });
}

for (const { id } of MODEL_CATALOG) {
  test(`${id} is called by the name that the run has for it`, async () => {
    const events = await bench.run({ upstream, model: id });
    assert.equal(resultOf(events).metrics.modelUsage[0]?.model, id);
    const [started] = events;
    assert.equal(started?.kind === 'started' && started.model, id);
    assert.ok(newCalls().every(({ path }) => path.includes(`/eu.anthropic.${id}`)));
  });
}

test('the agent uses its tools', async () => {
  const result = await bench.result({ upstream, profile: 'agent', prompt: '[[bash: echo $((6 * 7))]]' });
  assert.match(result.text, /The tool said: 42/);
  assert.equal(result.turns, 2);
  assert.equal(newCalls().length, 2);
});

test('no AWS credential is in the environment, the arguments or the files of what a prompt runs', async () => {
  // Not written out, or they would be found in this very command.
  const encoded = [...Object.values(credentials), 'USE_BEDROCK'].map((text) => Buffer.from(text).toString('base64'));
  const command = [
    'look() { env; cat /proc/$PPID/environ /proc/$PPID/cmdline; find "$HOME" "$TMPDIR" . -type f -exec cat {} +; }',
    `for text in ${encoded.join(' ')}; do look 2>&1 | grep -a -c -F -- "$(echo $text | base64 -d)"; done`,
    'env | grep -o "^AWS_[A-Z_]*" | sort',
  ].join('; ');
  const { text } = await bench.result({ upstream, profile: 'agent', prompt: `[[bash: ${command}]]` });
  const [, ...lines] = text.split(/The tool said: |\n/);
  assert.deepEqual(lines.slice(0, 3), ['0', '0', '0']);
  assert.ok(Number(lines[3]) > 0, text);
  assert.deepEqual(lines.slice(4), ['AWS_BEARER_TOKEN_BEDROCK', 'AWS_REGION']);
});

const CODES = [
  ['[[fail: 400]]', 'invalid_request'],
  ['[[fail: 403]]', 'upstream_authentication_failed'],
  ['[[fail: 404]]', 'unknown_model'],
  ['[[fail: 408]]', 'upstream_error'],
  ['[[fail: 424]]', 'upstream_error'],
  ['[[fail: 429]]', 'upstream_rate_limited'],
  ['[[fail: 503]]', 'upstream_overloaded'],
  ['[[error]]', 'upstream_rate_limited'],
  ['[[cut]]', 'upstream_error'],
  ['[[stall]]', 'upstream_stalled'],
] as const;

// These mostly wait.
describe('Bedrock', { concurrency: 4 }, () => {
  for (const [prompt, code] of CODES) {
    test(`fails a run by ${prompt} with ${code}`, async () => {
      const failure = await bench.failure({ upstream, prompt, stallTimeoutMs: 700 });
      assert.equal(failure.code, code, failure.message);
      assert.equal(failure.source, 'upstream');
    });
  }
});

test('Bedrock may fail once: the CLI tries again, and says so', async () => {
  const events = await bench.run({ upstream, prompt: '[[fail: 429 times=1]]' });
  const retries = events.filter((event) => event.kind === 'retry').map(({ status, attempt }) => [attempt, status]);
  assert.deepEqual(retries, [[1, 429]]);
  assert.equal(resultOf(events).stopReason, 'end_turn');
});

test('fails a run whose model is not among those that it may use', async () => {
  const models = MODEL_CATALOG.filter(({ id }) => id.includes('opus'));
  const { code } = await bench.failure({ upstream, models });
  assert.equal(code, 'unknown_model');
  assert.equal(newCalls().length, 0);
});

test('a run stops when its money is spent', async () => {
  const prompt = '[[bash: true]] [[turns: 9]] [[usage: output=1000]]';
  const result = await bench.result({ upstream, profile: 'agent', prompt, maxCostMicroUsd: 6000 });
  assert.equal(result.stopReason, 'max_cost');
  assert.equal(result.metrics.modelUsage[0]?.calls, newCalls().length);
});

test('fails a run that is to call another provider than the runner was started for', async () => {
  await assert.rejects(bench.run({}), /started to call bedrock, but is asked to call anthropic/);
});

test('the function signs with the credentials of its role', async (t) => {
  const child = execa(process.execPath, [join(import.meta.dirname, 'serve-handler.ts')], {
    // AWS_… are those that `before` has set.
    env: { REQUEST: JSON.stringify(runRequest({ upstream })), MODEL_PROVIDER: 'bedrock', CLAUDE_PATH: '' },
    reject: false,
  });
  t.after(() => child.kill('SIGKILL'));
  const events: RunEvent[] = [];
  for await (const line of child) {
    events.push(RunEvent.parse(JSON.parse(line)));
    if (['result', 'error'].includes(events.at(-1)?.kind ?? '')) child.kill('SIGTERM');
  }
  assert.match(resultOf(events).text, /You wrote: hello/);
});
