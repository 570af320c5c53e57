import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { deleteJob } from '#core/jobs/delete-job.ts';
import type { Job } from '#core/jobs/job.ts';
import { requestText } from '#core/jobs/job-texts.ts';
import { sweepJobs } from '#core/jobs/sweep-jobs.ts';
import { sweepPrompts } from '#core/prompts/sweep-prompts.ts';
import { NO_METRICS, type RunEvent } from '#core/runs/run-event.ts';
import { parseSettings } from '#core/settings.ts';
import { crashing } from '#test/fakes/crashing.ts';
import { ALICE } from '#test/fakes/fake-ports.ts';
import { createJobPorts } from '#test/fakes/job-ports.ts';
import { createMemoryPromptStore } from '#test/fakes/memory-prompt-store.ts';
import { errorEvent, HELLO, STARTED, textEvent } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

const DAY_MS = 86_400_000;
const DONE = { kind: 'done' };
const DEFAULT_COST_MICRO_USD = parseSettings({}).defaultMaxCostUsd * 1_000_000;
const OVERLOADED: readonly RunEvent[] = [STARTED, textEvent('Hel'), errorEvent({ code: 'upstream_overloaded' })];
/** Runs until it is stopped. */
const ENDLESS: readonly RunEvent[] = [STARTED, textEvent('Hel')];

const start = (events: readonly RunEvent[] = HELLO, overrides: Parameters<typeof createJobPorts>[1] = {}) =>
  startRuns([events], overrides);

/** Each run gives the next of those events, and every later one the last of them. */
const startRuns = async (
  runs: readonly (readonly RunEvent[])[],
  overrides: Parameters<typeof createJobPorts>[1] = {},
) => {
  let begun = 0;
  const runner = createScriptedRunner(() => {
    begun += 1;
    return runs[begun - 1] ?? runs.at(-1) ?? [];
  });
  const fake = await createJobPorts(runner, overrides);
  const told = () => fake.published.map(({ type }) => type);
  const withKey = (changes: Partial<ApiKeyRecord>) => {
    const get = async () => ({ ...fake.key, ...changes });
    return { apiKeys: { ...fake.ports.apiKeys, get } };
  };
  const isRunning = async () => {
    while (runner.requests.length === 0) await setImmediate();
  };
  return { ...fake, runner, told, withKey, isRunning };
};

/** That something happens after a run, before its prompt is settled. */
const settling = (happens: () => Promise<unknown>) => {
  const prompts = createMemoryPromptStore(() => 0);
  const finish: typeof prompts.finish = async (prompt) => {
    await happens();
    return prompts.finish(prompt);
  };
  return { prompts: { ...prompts, finish } };
};

/** What of a job tells how it went. */
const went = ({ status, attempts, costMicroUsd, error, checkAtMs }: Job) => ({
  ...{ status, attempts, costMicroUsd, ...(error && { code: error.code }), isClosed: checkAtMs === undefined },
});

describe('a job that runs', () => {
  test('completes with the answer and cost of its prompt, and everybody is told once', async () => {
    const { ports, submit, run, read, told, clock } = await start();
    const job = await submit({ metadata: { a: 'b' } });
    assert.deepEqual(await run(job), DONE);
    const done = await read(job);
    assert.deepEqual(went(done), { status: 'completed', attempts: 1, costMicroUsd: 163, isClosed: true });
    assert.deepEqual([done.startedAtMs, done.finishedAtMs], [clock(), clock()]);
    const prompt = await ports.prompts.get(job.tenantId, done.promptId ?? '');
    assert.deepEqual(
      [prompt?.response, prompt?.principalId, prompt?.requestId, prompt?.metadata],
      ['Hello, world', ALICE.id, 'request-1', { a: 'b' }],
    );
    assert.deepEqual(told(), ['job.completed']);
    const events = await Array.fromAsync(ports.jobEvents.read(job, 0));
    assert.deepEqual([events[0]?.event, events.at(-1)?.event], ['run.started', 'run.completed']);
  });

  test('may take as long as a stream, and is asked what was submitted', async () => {
    const { submit, run, runner, ports } = await start();
    const { maxTimeoutSeconds, maxBufferedTimeoutSeconds } = ports.settings;
    assert.ok(maxTimeoutSeconds > maxBufferedTimeoutSeconds);
    await run(await submit({ prompt: 'How?', system: 'Be brief.', timeout_seconds: maxTimeoutSeconds }));
    const [request] = runner.requests;
    assert.deepEqual([request?.timeoutMs, request?.system], [maxTimeoutSeconds * 1000, 'Be brief.']);
    assert.match(JSON.stringify(request?.messages), /How\?/);
  });

  test('is nobody else’s for longer than its run can take', async () => {
    const { submit, run, read, cancel, isRunning, clock, ports } = await start(ENDLESS);
    const job = await submit();
    const running = run(job);
    await isRunning();
    const { checkAtMs = 0, status } = await read(job);
    assert.equal(status, 'in_progress');
    assert.ok(checkAtMs > clock() + ports.settings.maxTimeoutSeconds * 1000 + 60_000);
    await cancel(job);
    await running;
  });

  test('fails as its run does, and costs what that did', async () => {
    const { submit, run, read, told } = await start([STARTED, errorEvent({ code: 'cli_failed', source: 'cli' })]);
    const job = await submit();
    assert.deepEqual(await run(job), DONE);
    const done = await read(job);
    assert.deepEqual(went(done), {
      ...{ status: 'failed', attempts: 1, costMicroUsd: 163, code: 'cli_failed', isClosed: true },
    });
    assert.deepEqual(done.error?.source, 'cli');
    assert.deepEqual(told(), ['job.failed']);
  });

  test('that is not there, or is another tenant’s, is nobody’s', async () => {
    const { submit, run, read, runner } = await start();
    const job = await submit();
    assert.deepEqual(await run({ ...job, id: 'job_none' }), DONE);
    assert.deepEqual(await run({ ...job, tenantId: 'tenant-2' }), DONE);
    assert.deepEqual([runner.requests.length, (await read(job)).status], [0, 'queued']);
  });
});

describe('a job that is refused', () => {
  const ONE_A_MINUTE = { standard: { requestsPerMinutePerPrincipal: 1, requestsPerMinutePerTenant: 9 } };

  test('for its rate waits as long as it was told to, and has had no attempt', async () => {
    const { submit, run, read, told, clock } = await start(HELLO, { settings: parseSettings({ tiers: ONE_A_MINUTE }) });
    clock.advance(20_000);
    await run(await submit());
    const job = await submit();
    const outcome = await run(job);
    assert.ok(outcome.kind === 'again' && outcome.afterSeconds >= 40, JSON.stringify(outcome));
    assert.deepEqual(went(await read(job)), { status: 'queued', attempts: 0, costMicroUsd: 0, isClosed: false });
    assert.deepEqual(told(), ['job.completed']);

    clock.advance(outcome.afterSeconds * 1000);
    assert.deepEqual(await run(job), DONE);
    assert.deepEqual(went(await read(job)), { status: 'completed', attempts: 1, costMicroUsd: 163, isClosed: true });
  });

  test('for its rate comes to its turn, however many there are', async () => {
    const { submit, read, workOff, runner } = await start(HELLO, { settings: parseSettings({ tiers: ONE_A_MINUTE }) });
    const jobs = await Promise.all(Array.from({ length: 5 }, () => submit()));
    await workOff();
    const statuses = await Promise.all(jobs.map(async (job) => (await read(job)).status));
    assert.deepEqual(statuses, Array(5).fill('completed'));
    assert.equal(runner.requests.length, 5);
  });

  test('for its budget fails', async () => {
    const { submit, run, read, told, withKey } = await start();
    const limited = withKey({ budgets: { perDayMicroUsd: 200 } });
    await run(await submit(), limited);
    const job = await submit();
    assert.deepEqual(await run(job, limited), DONE);
    assert.deepEqual(went(await read(job)), {
      ...{ status: 'failed', attempts: 1, costMicroUsd: 0, code: 'budget_exceeded', isClosed: true },
    });
    assert.equal((await read(job)).promptId, undefined, 'no prompt was stored');
    assert.deepEqual(told(), ['job.completed', 'job.failed']);
  });

  test('because runs under way hold its budget waits until they have given back what they did not use', async () => {
    // A day for two runs as dear as they may be, and a few that cost next to nothing.
    const { submit, run, read, runner, withKey } = await start();
    const limited = withKey({ budgets: { perDayMicroUsd: 2 * DEFAULT_COST_MICRO_USD } });
    const jobs = await Promise.all(Array.from({ length: 5 }, () => submit()));
    const outcomes = await Promise.all(jobs.map((job) => run(job, limited)));
    assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(['done', 'again']));
    for (const job of jobs) await run(job, limited);
    for (const job of jobs) assert.equal((await read(job)).status, 'completed');
    assert.equal(runner.requests.length, 5);
  });

  test('because its owner was revoked fails, and nothing is run', async () => {
    const { submit, run, read, runner, withKey } = await start();
    const job = await submit();
    await run(job, withKey({ revokedAtMs: 1 }));
    const { error, ...done } = await read(job);
    assert.deepEqual([done.status, error?.code, runner.requests], ['failed', 'invalid_credentials', []]);
    assert.match(error?.message ?? '', /revoked/);
  });

  test('because its owner may no longer use the model fails', async () => {
    const { submit, run, read, withKey } = await start();
    const job = await submit();
    await run(job, withKey({ models: ['claude-opus-5'] }));
    assert.equal((await read(job)).error?.code, 'permission_denied');
  });

  test('and canceled while it is, is not queued again', async () => {
    const { submit, run, read, cancel, told } = await start();
    const job = await submit();
    const upstream = async () => {
      await cancel(job);
      throw new ServiceError('unavailable', 'The secret cannot be read now.');
    };
    assert.deepEqual(await run(job, { upstream }), DONE);
    assert.deepEqual(went(await read(job)), { status: 'canceled', attempts: 1, costMicroUsd: 0, isClosed: true });
    assert.deepEqual(told(), ['job.canceled']);
  });
});

describe('a job whose run failed for what may pass', () => {
  test('is run again later, with what both have cost', async () => {
    const { submit, run, read, told, runner, ports } = await startRuns([OVERLOADED, HELLO]);
    const job = await submit();
    assert.deepEqual(await run(job), { kind: 'again', afterSeconds: 6 });
    const waiting = await read(job);
    assert.deepEqual(went(waiting), { status: 'queued', attempts: 1, costMicroUsd: 163, isClosed: false });
    assert.deepEqual(told(), []);
    assert.deepEqual(await run(job), DONE);
    const done = await read(job);
    assert.deepEqual(went(done), { status: 'completed', attempts: 2, costMicroUsd: 326, isClosed: true });
    assert.notEqual(done.promptId, waiting.promptId);
    assert.equal(runner.requests[1]?.runId, done.promptId);
    const events = await Array.fromAsync(ports.jobEvents.read(job, 0));
    assert.deepEqual(
      events.filter(({ event }) => event.startsWith('run.')).map(({ event }) => event),
      ['run.started', 'run.failed', 'run.started', 'run.completed'],
    );
    assert.deepEqual(
      events.map(({ seq }) => seq),
      events.map((_, index) => index + 1),
    );
  });

  test('is run three times and no more, and fails as it did last', async () => {
    const { submit, read, workOff, told, runner, clock } = await start(OVERLOADED);
    const startMs = clock();
    const job = await submit();
    await workOff();
    assert.equal(runner.requests.length, 3);
    assert.deepEqual(went(await read(job)), {
      ...{ status: 'failed', attempts: 3, costMicroUsd: 3 * 163, code: 'upstream_overloaded', isClosed: true },
    });
    assert.deepEqual(told(), ['job.failed']);
    assert.ok(clock() - startMs >= 25_000, 'it waited before each');
  });

  test('is run as often as its caller has allowed', async () => {
    const { submit, workOff, runner } = await start(OVERLOADED);
    await submit({ max_attempts: 5 });
    await workOff();
    assert.equal(runner.requests.length, 5);
  });

  test('is run once in profile agent, whose commands may have had effects', async () => {
    const { submit, read, workOff, runner } = await start(OVERLOADED);
    const job = await submit({ profile: 'agent' });
    await workOff();
    assert.deepEqual([runner.requests.length, (await read(job)).error?.code], [1, 'upstream_overloaded']);
  });

  test('is run again after the process was told to stop', async () => {
    const { submit, run, read, isRunning, shutdown } = await startRuns([ENDLESS]);
    const job = await submit();
    const running = run(job);
    await isRunning();
    shutdown.abort(new ServiceError('interrupted', 'The service is stopping.'));
    assert.equal((await running).kind, 'again');
    assert.equal((await read(job)).status, 'queued');
  });
});

describe('a job for which no runner can be had', () => {
  const BUSY = [errorEvent({ code: 'unavailable', source: 'gateway', metrics: NO_METRICS, retryAfterSeconds: 2 })];

  test('waits, in any profile, and that is no attempt', async () => {
    const { submit, run, read, told } = await start(BUSY);
    const job = await submit({ profile: 'agent' });
    assert.deepEqual(await run(job), { kind: 'again', afterSeconds: 3 });
    assert.deepEqual(went(await read(job)), { status: 'queued', attempts: 0, costMicroUsd: 0, isClosed: false });
    assert.deepEqual(told(), []);
  });

  test('runs once one is free, its events are numbered on, and its prompts are deleted with it', async () => {
    const { submit, read, workOff, ports } = await startRuns([BUSY, BUSY, HELLO]);
    const job = await submit({ profile: 'agent' });
    await workOff();
    const done = await read(job);
    assert.deepEqual(went(done), { status: 'completed', attempts: 1, costMicroUsd: 163, isClosed: true });
    const seqs = (await Array.fromAsync(ports.jobEvents.read(job, 0))).map(({ seq }) => seq);
    assert.deepEqual(
      seqs,
      seqs.map((_, index) => index + 1),
    );
    assert.equal((await ports.prompts.list(job.tenantId, { limit: 9 })).prompts.length, 3);
    await deleteJob(done, ports);
    assert.deepEqual((await ports.prompts.list(job.tenantId, { limit: 9 })).prompts, []);
  });

  test('waits longer and longer, and expires after a day', async () => {
    const { submit, read, workOff, runner } = await start(BUSY);
    const job = await submit();
    await workOff();
    assert.deepEqual(went(await read(job)), { status: 'expired', attempts: 0, costMicroUsd: 0, isClosed: true });
    assert.ok(runner.requests.length > 100 && runner.requests.length < 250, `${runner.requests.length} times`);
  });

  test('after it had begun has failed as it did', async () => {
    const { submit, run, read } = await start([STARTED, errorEvent({ code: 'unavailable' })]);
    const job = await submit();
    assert.deepEqual(await run(job), DONE);
    assert.equal((await read(job)).error?.code, 'unavailable');
  });
});

describe('a job whose prompt cannot be settled', () => {
  test('is not told of before it is: a sweep finds the answer that was stored, and the cost', async () => {
    const { submit, run, read, told, ports, reports } = await start();
    const job = await submit();
    const usage = crashing(ports.usage, 'add', 'before');
    assert.deepEqual(await run(job, { usage }), DONE);
    assert.deepEqual(went(await read(job)), { status: 'in_progress', attempts: 1, costMicroUsd: 0, isClosed: false });
    assert.deepEqual([told(), reports.length], [[], 1]);
    await sweepPrompts(ports, Number.POSITIVE_INFINITY);
    await sweepJobs(ports, Number.POSITIVE_INFINITY);
    assert.deepEqual(went(await read(job)), { status: 'completed', attempts: 1, costMicroUsd: 163, isClosed: true });
    const [count] = await ports.usage.read(job.tenantId, 'model', '2026-01-01', '2026-12-31');
    assert.deepEqual([told(), count?.costMicroUsd], [['job.completed'], 163]);
  });

  test('is run again if its answer could not be stored either', async () => {
    const { submit, run, read, workOff, ports, queue } = await start();
    const job = await submit();
    queue.sent.splice(0);
    await run(job, { prompts: crashing(ports.prompts, 'finish', 'before') });
    await sweepPrompts(ports, Number.POSITIVE_INFINITY);
    await sweepJobs(ports, Number.POSITIVE_INFINITY);
    await workOff();
    assert.deepEqual([(await read(job)).status, (await read(job)).attempts], ['completed', 2]);
  });
});

describe('a job that is canceled', () => {
  test('while it waits never runs', async () => {
    const { submit, read, run, cancel, told, runner } = await start();
    const job = await submit();
    assert.equal((await cancel(job)).status, 'canceled');
    assert.deepEqual(await run(job), DONE);
    assert.deepEqual(went(await read(job)), { status: 'canceled', attempts: 0, costMicroUsd: 0, isClosed: true });
    assert.deepEqual([told(), runner.requests], [['job.canceled'], []]);
  });

  test('while it runs is stopped, and keeps what came until then', async () => {
    const { submit, read, run, cancel, told, isRunning, ports } = await start(ENDLESS);
    const job = await submit();
    const running = run(job);
    await isRunning();
    assert.equal((await cancel(job)).status, 'canceling');
    assert.equal((await cancel(job)).status, 'canceling');
    assert.deepEqual(await running, DONE);
    const done = await read(job);
    assert.deepEqual(went(done), { status: 'canceled', attempts: 1, costMicroUsd: 0, isClosed: true });
    const prompt = await ports.prompts.get(job.tenantId, done.promptId ?? '');
    assert.deepEqual([prompt?.status, prompt?.error?.message], ['canceled', 'The job was canceled.']);
    assert.deepEqual(told(), ['job.canceled']);
    assert.deepEqual(await cancel(done), done);
  });

  test('while its failed run is settled does not go back into the queue', async () => {
    const { submit, run, read, cancel, told } = await start(
      OVERLOADED,
      settling(() => cancel(job)),
    );
    const job: Job = await submit();
    assert.deepEqual(await run(job), DONE);
    assert.deepEqual(went(await read(job)), { status: 'canceled', attempts: 1, costMicroUsd: 163, isClosed: true });
    assert.deepEqual(told(), ['job.canceled']);
  });

  test('while it waits for its next attempt keeps what the first has cost', async () => {
    const { submit, run, read, cancel, runner } = await start(OVERLOADED);
    const job = await submit();
    await run(job);
    await cancel(job);
    await run(job);
    assert.deepEqual(went(await read(job)), { status: 'canceled', attempts: 1, costMicroUsd: 163, isClosed: true });
    assert.equal(runner.requests.length, 1);
  });

  test('too late keeps its answer', async () => {
    const { submit, run, read, cancel } = await start(
      HELLO,
      settling(() => cancel(job)),
    );
    const job: Job = await submit();
    await run(job);
    assert.equal((await read(job)).status, 'completed');
  });
});

describe('a message that is delivered again', () => {
  test('while the job runs does nothing', async () => {
    const { submit, run, cancel, isRunning, runner } = await start(ENDLESS);
    const job = await submit();
    const running = run(job);
    await isRunning();
    assert.deepEqual(await run(job), DONE);
    await cancel(job);
    await running;
    assert.equal(runner.requests.length, 1);
  });

  test('after the end does nothing', async () => {
    const { submit, run, read, runner, told } = await start();
    const job = await submit();
    await run(job);
    const done = await read(job);
    assert.deepEqual(await run(job), DONE);
    assert.deepEqual(await read(job), done);
    assert.deepEqual([runner.requests.length, told()], [1, ['job.completed']]);
  });

  test('after the end tells those who could not be told', async () => {
    const { submit, run, read, runner, told } = await start();
    const job = await submit();
    const publishEvent = async () => {
      throw new ServiceError('unavailable', 'The queue cannot be reached.');
    };
    await assert.rejects(run(job, { publishEvent }), { code: 'unavailable' });
    assert.deepEqual(went(await read(job)), { status: 'completed', attempts: 1, costMicroUsd: 163, isClosed: false });
    assert.deepEqual(await run(job), DONE);
    assert.deepEqual(went(await read(job)), { status: 'completed', attempts: 1, costMicroUsd: 163, isClosed: true });
    assert.deepEqual([runner.requests.length, told()], [1, ['job.completed']]);
  });

  test('at the same time as the first runs the job once', async () => {
    const { submit, run, read, runner } = await start();
    const job = await submit();
    await Promise.all([run(job), run(job), run(job)]);
    assert.deepEqual([runner.requests.length, (await read(job)).attempts], [1, 1]);
  });
});

describe('a job that nobody has started in time', () => {
  test('expires', async () => {
    const { submit, run, read, runner, told, clock } = await start();
    const job = await submit();
    clock.advance(DAY_MS);
    assert.deepEqual(await run(job), DONE);
    assert.deepEqual(went(await read(job)), { status: 'expired', attempts: 0, costMicroUsd: 0, isClosed: true });
    assert.deepEqual([runner.requests, told()], [[], ['job.expired']]);
  });

  test('runs if it is started in the last moment', async () => {
    const { submit, run, read, clock } = await start();
    const job = await submit();
    clock.advance(DAY_MS - 1);
    await run(job);
    assert.equal((await read(job)).status, 'completed');
  });
});

describe('a defect', () => {
  test('makes the message come again, which then finds the job waiting', async () => {
    const { submit, run, read, runner, told } = await start();
    const job = await submit();
    const upstream = async () => {
      throw new Error('a defect');
    };
    await assert.rejects(run(job, { upstream }), { message: 'a defect' });
    assert.deepEqual(went(await read(job)), { status: 'queued', attempts: 0, costMicroUsd: 0, isClosed: false });
    assert.deepEqual(await run(job), DONE);
    assert.deepEqual(went(await read(job)), { status: 'completed', attempts: 1, costMicroUsd: 163, isClosed: true });
    assert.deepEqual([runner.requests.length, told()], [1, ['job.completed']]);
  });

  test('such as a request that is gone leaves no job to run for ever', async () => {
    const { submit, run, read, ports, clock } = await start();
    const job = await submit();
    await ports.texts.delete(requestText(job));
    await assert.rejects(run(job), { message: /request of job_\d+ is not there/ });
    clock.advance(DAY_MS);
    await run(job);
    assert.equal((await read(job)).status, 'expired');
  });
});

test('a worker that was held up past its lease does not end, or queue, what another has started', async () => {
  for (const events of [HELLO, OVERLOADED]) {
    // Meanwhile the sweep has queued the job again, and another worker has started it.
    const others = async () =>
      ports.jobs.replace({ ...(await read(job)), status: 'in_progress', promptId: 'prompt_other', attempts: 2 });
    const { submit, run, read, ports, told } = await start(events, settling(others));
    const job: Job = await submit();
    assert.deepEqual(await run(job), DONE);
    const { status, promptId, attempts, costMicroUsd } = await read(job);
    assert.deepEqual([status, promptId, attempts, costMicroUsd], ['in_progress', 'prompt_other', 2, 0]);
    assert.deepEqual(told(), []);
  }
});

test('whatever its runs come to, and however often its messages come, a job ends once, with what they have cost', async () => {
  const RUNS: Readonly<Record<string, readonly RunEvent[]>> = {
    answers: HELLO,
    overloaded: OVERLOADED,
    breaks: [errorEvent({ code: 'cli_failed' })],
  };
  const outcome = fc.constantFrom(...Object.keys(RUNS));
  await fc.assert(
    fc.asyncProperty(
      fc.array(outcome, { minLength: 5, maxLength: 5 }),
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 6 }),
      fc.option(fc.nat({ max: 12 }), { nil: undefined }),
      async (outcomes, maxAttempts, deliveries, cancelAfter) => {
        const runs = outcomes.map((name) => RUNS[name] ?? []);
        const { ports, submit, run, read, cancel, told, runner, queue } = await startRuns(runs);
        const job = await submit({ max_attempts: maxAttempts });
        const canceling = async () => {
          for (let ticks = 0; ticks < (cancelAfter ?? 0); ticks += 1) await setImmediate();
          if (cancelAfter !== undefined) await cancel(job);
        };
        const canceled = canceling();
        for (let round = 0; queue.sent.length > 0; round += 1) {
          queue.sent.shift();
          const together = Array.from({ length: deliveries[round % deliveries.length] ?? 1 }, () => run(job));
          for (const { kind } of await Promise.all(together)) {
            if (kind === 'again') await queue.send([{ kind: 'job', tenantId: job.tenantId, jobId: job.id }]);
          }
        }
        await canceled;
        const done = await read(job);
        assert.equal(done.checkAtMs, undefined);
        assert.deepEqual(told(), [`job.${done.status}`]);
        assert.ok(runner.requests.length <= maxAttempts);
        assert.equal(done.attempts, runner.requests.length);
        const prompts = await Promise.all(runner.requests.map(({ runId }) => ports.prompts.get(job.tenantId, runId)));
        assert.equal(
          done.costMicroUsd,
          prompts.reduce((sum, prompt) => sum + (prompt?.metrics.costMicroUsd ?? 0), 0),
        );
      },
    ),
  );
});
