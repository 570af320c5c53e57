import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceError } from '#core/errors/service-error.ts';
import { RunEvent } from '#core/runs/run-event.ts';
import { openTestRunner, resultOf, type TestRunner } from './open-test-runner.ts';

let bench: TestRunner;

before(async () => {
  bench = await openTestRunner({ warmProcesses: { chat: 1, agent: 1 } });
});
after(() => bench.close());

/** Whether a process with these words in its command line is alive. */
const isRunning = async (words: string): Promise<boolean> => {
  const commands = await Promise.all(
    (await readdir('/proc')).map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')),
  );
  return commands.some((command) => command.replaceAll('\0', ' ').includes(words));
};

describe('an answer', () => {
  test('comes as a stream of valid events that ends in one result', async () => {
    const events = await bench.run({ prompt: 'Good morning', system: 'Be brief.' });
    for (const event of events) RunEvent.parse(event);
    const ends = events.filter(({ kind }) => kind === 'result' || kind === 'error');
    assert.equal(ends.length, 1);
    const [started] = events;
    assert.equal(started?.kind, 'started');

    const result = resultOf(events);
    assert.match(result.text, /You wrote: Good morning/);
    assert.equal(result.text, events.map((event) => (event.kind === 'text' ? event.text : '')).join(''));
    assert.equal(result.stopReason, 'end_turn');
    assert.equal(result.turns, 1);
    assert.match(result.sessionId, /^[0-9a-f-]{36}$/);
    assert.equal(result.metrics.modelUsage[0]?.model, 'claude-haiku-4-5');
    assert.ok(result.metrics.costMicroUsd > 0);
    const { durationMs, overheadMs, timeToFirstTokenMs = 0 } = result.timings;
    assert.ok(overheadMs > 0 && overheadMs < durationMs && timeToFirstTokenMs <= durationMs);
  });

  test('may be thought about', async () => {
    const events = await bench.run({ prompt: '[[think: let me see]]' });
    const thinking = events.map((event) => (event.kind === 'thinking' ? event.text : '')).join('');
    assert.equal(thinking, 'let me see');
  });

  test('is whole, although the CLI tells only the last of several messages', async () => {
    const { text, stopReason } = await bench.result({ prompt: '[[say: first ]] [[stop: max_tokens]]' });
    assert.match(text, /^\[stand-in model\] first ?\[stand-in model\] You wrote: Output token limit hit/);
    assert.equal(stopReason, 'end_turn');
  });

  test('of a megabyte is whole', async () => {
    const { text } = await bench.result({ prompt: '[[chars: 1000000]]' });
    assert.equal(text.length, 1_000_000);
  });

  test('to a prompt of a megabyte is given', async () => {
    const prompt = `${'x'.repeat(999_990)} the end`;
    await bench.result({ prompt });
    assert.ok(JSON.stringify(bench.model.calls.at(-1)?.body).includes(prompt));
  });

  test('that the model refuses is an answer', async () => {
    assert.equal((await bench.result({ prompt: '[[stop: refusal]]', maxTurns: 1 })).stopReason, 'refusal');
  });
});

describe('the agent', () => {
  test('runs a command in its private workspace', async () => {
    const prompt = '[[bash: pwd && echo $((6 * 7)) > answer && cat answer]]';
    const events = await bench.run({ profile: 'agent', prompt });
    const started = events.find((event) => event.kind === 'tool_started');
    const completed = events.find((event) => event.kind === 'tool_completed');
    assert.deepEqual(started?.input, { command: 'pwd && echo $((6 * 7)) > answer && cat answer' });
    assert.equal(completed?.id, started?.id);
    assert.match(completed?.output ?? '', /^\/.*\/headless-claude-[-\w]+\/workspace\n42$/);
    assert.match(resultOf(events).text, /The tool said: .*\n42$/);
    assert.equal(resultOf(events).turns, 2);
  });

  test('sees nothing of our environment', async () => {
    process.env['SECRET_OF_THE_SERVICE'] = 'hush';
    const { text } = await bench.result({ profile: 'agent', prompt: '[[bash: env]]' });
    delete process.env['SECRET_OF_THE_SERVICE'];
    assert.match(text, /HEADLESS=1/);
    assert.doesNotMatch(text, /SECRET_OF_THE_SERVICE|sk-upstream/);
  });

  test('leaves no process behind, not even one that left its session or dropped its environment', async () => {
    const prompt =
      '[[bash: setsid sleep 1000.25 > /dev/null 2>&1 & env -i setsid sleep 1000.75 > /dev/null 2>&1 & echo]]';
    await bench.result({ profile: 'agent', prompt });
    assert.equal(await isRunning('sleep 1000.'), false);
  });

  test('stops at its limit of turns, without a further call of the model', async () => {
    const callsBefore = bench.model.calls.length;
    const result = await bench.result({ profile: 'agent', prompt: '[[bash: true]] [[turns: 9]]', maxTurns: 2 });
    assert.equal(result.stopReason, 'max_turns');
    assert.equal(result.turns, 2);
    const calls = bench.model.calls.slice(callsBefore).filter(({ method }) => method === 'POST');
    assert.equal(calls.length, 2);
  });

  test('stops when its money is spent', async () => {
    const prompt = '[[bash: true]] [[turns: 9]] [[usage: output=1000]]';
    const result = await bench.result({ profile: 'agent', prompt, maxCostMicroUsd: 6000 });
    assert.equal(result.stopReason, 'max_cost');
    assert.ok(result.metrics.costMicroUsd >= 6000);
    assert.equal(result.metrics.modelUsage[0]?.calls, result.turns);
  });
});

// These mostly wait.
describe('the provider', { concurrency: 4 }, () => {
  const CODES = [
    ['[[fail: 400]]', 'invalid_request'],
    ['[[fail: 401]]', 'upstream_authentication_failed'],
    ['[[fail: 404]]', 'unknown_model'],
    ['[[fail: 429 retry-after=1]]', 'upstream_rate_limited'],
    ['[[fail: 529]]', 'upstream_overloaded'],
    ['[[error]]', 'upstream_overloaded'],
    ['[[cut]]', 'upstream_error'],
    ['[[stall]]', 'upstream_stalled'],
    ['[[hang]]', 'upstream_stalled'],
  ] as const;

  for (const [prompt, code] of CODES) {
    test(`fails a run by ${prompt} with ${code}`, async () => {
      const failure = await bench.failure({ prompt, stallTimeoutMs: 700 });
      assert.equal(failure.code, code, failure.message);
      assert.equal(failure.source, 'upstream');
      assert.equal(failure.retryAfterSeconds, code === 'upstream_rate_limited' ? 1 : undefined);
    });
  }

  test('may fail once: the CLI tries again, and says so', async () => {
    const events = await bench.run({ prompt: '[[fail: 529 times=1]]' });
    const retries = events.filter((event) => event.kind === 'retry').map(({ status, attempt }) => [attempt, status]);
    assert.deepEqual(retries, [[1, 529]]);
    assert.equal(resultOf(events).stopReason, 'end_turn');
  });

  test('is not asked for a model that the run may not use', async () => {
    const { code } = await bench.failure({ model: 'claude-opus-4-8' });
    assert.equal(code, 'unknown_model');
  });
});

describe('a run', () => {
  test('that is canceled ends at once', async () => {
    const cancel = new AbortController();
    const codes: string[] = [];
    for await (const event of bench.start({ prompt: '[[delay: 100]]' }, cancel.signal)) {
      if (event.kind === 'text') cancel.abort();
      if (event.kind === 'error') codes.push(event.failure.code);
    }
    assert.deepEqual(codes, ['canceled']);
  });

  test('that is canceled for a reason ends with that code', async () => {
    const signal = AbortSignal.abort(new ServiceError('interrupted', 'The service stops.'));
    assert.equal((await bench.failure({}, signal)).code, 'interrupted');
  });

  test('that takes too long ends when its time is up, and is charged for what it used', async () => {
    const prompt = '[[delay: 50]] [[chars: 100000]]';
    const failure = await bench.failure({ prompt, timeoutMs: 3000 });
    assert.equal(failure.code, 'run_timed_out');
    assert.ok(failure.timings.durationMs >= 3000 && failure.timings.durationMs < 8000, `${failure.timings.durationMs}`);
    assert.ok(failure.metrics.usage.inputTokens > 0);
    assert.equal(failure.metrics.isEstimated, true);
  });

  test('that takes too long in a tool ends with the tool', async () => {
    const failure = await bench.failure({ profile: 'agent', prompt: '[[bash: env sleep 1001.5]]', timeoutMs: 1500 });
    assert.equal(failure.code, 'run_timed_out');
    assert.equal(await isRunning('sleep 1001.5'), false);
  });

  test('that says too much is ended', async () => {
    const failure = await bench.failure({ prompt: '[[chars: 200000]]', maxOutputBytes: 100_000 });
    assert.equal(failure.code, 'output_too_large');
  });

  test('whose CLI is killed fails', async () => {
    const failure = await bench.failure({ profile: 'agent', prompt: '[[bash: kill -9 $PPID; env sleep 1002.5]]' });
    assert.equal(failure.code, 'cli_failed');
    assert.match(failure.message, /SIGKILL/);
    assert.equal(await isRunning('sleep 1002.5'), false);
  });

  test('that nobody reads any more is ended', async () => {
    for await (const event of bench.start({ profile: 'agent', prompt: '[[bash: env sleep 1003.5]]' })) {
      if (event.kind === 'tool_started') break;
    }
    assert.equal(await isRunning('sleep 1003.5'), false);
  });

  test('waits for a slow reader, and loses nothing', async () => {
    let length = 0;
    let events = 0;
    for await (const event of bench.start({ prompt: '[[chars: 300000]]' })) {
      events += 1;
      if (events % 300 === 0) await sleep(20);
      if (event.kind === 'text') length += event.text.length;
    }
    assert.equal(length, 300_000);
  });

  test('has nothing to do with others at the same time', async () => {
    const prompts = ['one', 'two', 'three', 'four'];
    const results = await Promise.all(prompts.map((prompt) => bench.result({ prompt: `[[say: ${prompt}]]` })));
    assert.deepEqual(
      results.map(({ text }) => text),
      prompts.map((prompt) => `[stand-in model] ${prompt}`),
    );
    assert.equal(new Set(results.map(({ sessionId }) => sessionId)).size, 4);
  });
});
