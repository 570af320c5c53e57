import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Job } from '#core/jobs/job.ts';
import { answerText } from '#core/jobs/job-texts.ts';
import { endJob, startJob } from '#core/jobs/job-transitions.ts';
import type { Lines } from '#core/jobs/lines.ts';
import { sweepJobs } from '#core/jobs/sweep-jobs.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import { admitted } from '#test/fakes/admitted.ts';
import { createJobPorts } from '#test/fakes/job-ports.ts';
import { jobOf, lineJobOf } from '#test/fakes/jobs.ts';
import { HELLO, SOME_METRICS } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

const HOUR_MS = 3_600_000;
const OVERLOADED = { code: 'upstream_overloaded', message: 'Later.', source: 'upstream' } as const;
const BROKEN = { code: 'cli_failed', message: 'It broke.', source: 'cli' } as const;
const UNREACHED = { code: 'unavailable', message: 'All runners are busy.', source: 'gateway' } as const;
const INTERRUPTED = { code: 'interrupted', message: 'It stopped.', source: 'gateway' } as const;

const start = async (lines: Partial<Lines> = {}) => {
  const fake = await createJobPorts(createScriptedRunner(HELLO));
  const ports = { ...fake.ports, lines: { ...fake.ports.lines, ...lines } };
  const { clock, queue, published } = fake;

  const create = async (job: Job): Promise<Job> => {
    assert.equal(await ports.jobs.create(job), true);
    return job;
  };

  /** A job whose worker is gone, and its prompt as that has left it; `undefined`: it had not come to that. */
  const leave = async (
    left: Partial<Prompt> | undefined,
    more: Partial<Job> = {},
    job = jobOf(clock()),
  ): Promise<Job> => {
    const { prompt } = await admitted(ports);
    const promptId = left ? prompt.id : 'prompt_none';
    if (left && left.status !== 'in_progress') {
      await ports.prompts.finish({ ...prompt, metrics: SOME_METRICS, finishedAtMs: clock(), ...left });
    }
    return create({ ...startJob(job, promptId, clock(), clock() + HOUR_MS), ...more });
  };

  /** Sweeps when nobody can run anything any more. */
  const sweep = () => sweepJobs(ports, Number.POSITIVE_INFINITY);
  /** Sweeps with the job as it was before others changed it. */
  const sweepAsSeen = (job: Job) => {
    const listOpen = async function* () {
      yield job;
    };
    return sweepJobs({ ...ports, jobs: { ...ports.jobs, listOpen } }, clock());
  };
  const sent = () => queue.sent.map(({ message }) => message.kind === 'job' && message.jobId);
  const told = () => published.map(({ type }) => type);
  const open = () => Array.fromAsync(ports.jobs.listOpen(Number.POSITIVE_INFINITY));
  return { ...fake, ports, create, leave, sweep, sweepAsSeen, sent, told, open };
};

describe('a job that waits', () => {
  test('is sent again when its message may be lost, and looked at again an hour later', async () => {
    const { create, sweep, read, sent, told, clock } = await start();
    const job = await create(jobOf(clock()));
    clock.advance(HOUR_MS);
    assert.equal(await sweep(), 1);
    assert.deepEqual([sent(), told()], [[job.id], []]);
    const { checkAtMs, ...rest } = await read(job);
    assert.deepEqual([checkAtMs, rest.status, rest.attempts], [clock() + HOUR_MS, 'queued', 0]);
  });

  test('is left alone until then', async () => {
    const { create, ports, sent, clock } = await start();
    const { checkAtMs = 0 } = await create(jobOf(clock()));
    assert.equal(await sweepJobs(ports, checkAtMs), 0);
    assert.deepEqual(sent(), []);
  });

  test('expires when it was not started in time', async () => {
    const { create, sweep, read, sent, told, clock } = await start();
    const job = await create({ ...jobOf(clock()), startBeforeMs: clock() + HOUR_MS });
    clock.advance(HOUR_MS);
    await sweep();
    const { status, checkAtMs } = await read(job);
    assert.deepEqual([status, checkAtMs, sent(), told()], ['expired', undefined, [], ['job.expired']]);
  });

  test('is not sent again if it was started since it was looked at', async () => {
    const { create, sweepAsSeen, ports, read, sent, clock } = await start();
    const job = await create(jobOf(clock()));
    await ports.jobs.replace(startJob(job, 'prompt_1', clock(), clock() + HOUR_MS));
    await sweepAsSeen(job);
    assert.deepEqual([(await read(job)).status, sent()], ['in_progress', []]);
  });
});

describe('a job that has ended', () => {
  test('is told of if that was not done, and then no more', async () => {
    const { create, sweep, read, told, clock, open } = await start();
    const job = await create(endJob(jobOf(clock()), { status: 'completed', costMicroUsd: 7 }, clock()));
    assert.equal(await sweep(), 1);
    assert.deepEqual([told(), await open()], [['job.completed'], []]);
    assert.equal((await read(job)).costMicroUsd, 7);
    assert.equal(await sweep(), 0);
  });
});

describe('a job whose worker is gone', () => {
  for (const [what, left, more, ends] of [
    ['completed', { status: 'completed' }, {}, { status: 'completed' }],
    ['was cut by a limit of its own', { status: 'incomplete' }, {}, { status: 'completed' }],
    ['had completed when it was canceled', { status: 'completed' }, { status: 'canceling' }, { status: 'completed' }],
    ['was canceled', { status: 'canceled' }, {}, { status: 'canceled' }],
    [
      'failed while it was canceled',
      { status: 'failed', error: OVERLOADED },
      { status: 'canceling' },
      { status: 'canceled' },
    ],
    ['failed for good', { status: 'failed', error: BROKEN }, {}, { status: 'failed', error: BROKEN }],
    [
      ...(['failed for what may pass, too often', { status: 'failed', error: OVERLOADED }, { attempts: 3 }] as const),
      { status: 'failed', error: OVERLOADED },
    ],
  ] as const satisfies readonly (readonly [string, Partial<Prompt>, Partial<Job>, Partial<Job>])[]) {
    test(`and whose prompt ${what} is ${ends.status}, with its cost`, async () => {
      const { leave, sweep, read, told, sent, open } = await start();
      const job = await leave(left, more);
      assert.equal(await sweep(), 1);
      const { status, error, costMicroUsd } = await read(job);
      assert.deepEqual({ status, ...(error && { error }) }, ends);
      assert.deepEqual([costMicroUsd, told(), sent(), await open()], [163, [`job.${status}`], [], []]);
    });
  }

  for (const [what, error] of [
    ['was interrupted', INTERRUPTED],
    ['failed for what may pass', OVERLOADED],
  ] as const) {
    test(`and whose prompt ${what} is queued again, with its cost`, async () => {
      const { leave, sweep, read, told, sent } = await start();
      const job = await leave({ status: 'failed', error });
      await sweep();
      const { status, attempts, costMicroUsd } = await read(job);
      assert.deepEqual([status, attempts, costMicroUsd, sent(), told()], ['queued', 1, 163, [job.id], []]);
    });
  }

  test('and for whose prompt no runner could be had is queued again, and has had no attempt', async () => {
    const { leave, sweep, read, sent } = await start();
    const job = await leave({ status: 'failed', error: UNREACHED, metrics: NO_METRICS }, { maxAttempts: 1 });
    await sweep();
    const { status, attempts, promptId } = await read(job);
    assert.deepEqual([status, attempts, promptId, sent()], ['queued', 0, job.promptId, [job.id]]);
  });

  test('and whose prompt was interrupted fails if it may not be started again, and is told why', async () => {
    const { leave, sweep, read, told } = await start();
    const job = await leave({ status: 'failed', error: INTERRUPTED }, { maxAttempts: 1 });
    await sweep();
    const { status, error, costMicroUsd } = await read(job);
    assert.deepEqual([status, error?.code, error?.source, costMicroUsd], ['failed', 'interrupted', 'gateway', 163]);
    assert.match(error?.message ?? '', /max_attempts/);
    assert.deepEqual(told(), ['job.failed']);
  });

  test('before it had a prompt is queued again, and has had no attempt', async () => {
    const { leave, sweep, read, sent } = await start();
    const job = await leave(undefined, { maxAttempts: 1 });
    await sweep();
    const { status, attempts, costMicroUsd } = await read(job);
    assert.deepEqual([status, attempts, costMicroUsd, sent()], ['queued', 0, 0, [job.id]]);
  });

  test('before it had a prompt, and was canceled, is canceled', async () => {
    const { leave, sweep, read, sent, told } = await start();
    const job = await leave(undefined, { status: 'canceling' });
    await sweep();
    assert.deepEqual([(await read(job)).status, sent(), told()], ['canceled', [], ['job.canceled']]);
  });

  test('waits for the sweep of prompts', async () => {
    const { leave, sweep, read, sent } = await start();
    const job = await leave({ status: 'in_progress' });
    await sweep();
    assert.deepEqual([await read(job), sent()], [job, []]);
  });

  test('runs to its end once it is queued again', async () => {
    const { leave, sweep, read, workOff, ports } = await start();
    const body = { prompt: 'Hi', model: 'haiku', profile: 'chat', metadata: {}, store: true };
    const job = await leave({ status: 'failed', error: INTERRUPTED });
    await ports.texts.put(
      { tenantId: job.tenantId, name: `${job.id}/request` },
      JSON.stringify(body),
      job.expiresAtSeconds,
    );
    await sweep();
    await workOff();
    const { status, attempts, costMicroUsd } = await read(job);
    assert.deepEqual([status, attempts, costMicroUsd], ['completed', 2, 326]);
  });

  test('stays as it is if another was given it since it was looked at', async () => {
    const { leave, sweepAsSeen, ports, read, sent, clock } = await start();
    for (const left of [undefined, { status: 'completed' }, { status: 'failed', error: BROKEN }] as const) {
      const job = await leave(left);
      const taken = await ports.jobs.replace({ ...job, promptId: 'prompt_other', checkAtMs: clock() + 2 * HOUR_MS });
      await sweepAsSeen(job);
      assert.deepEqual(await read(job), taken);
    }
    assert.deepEqual(sent(), []);
  });
});

describe('a line whose worker is gone', () => {
  const openLines = async () => {
    const counted: string[] = [];
    const world = await start({
      answerOf: async (_job, { result, events }) => ({ text: result.text, events: events.length }),
      countLine: async ({ id, status }) => {
        counted.push(`${id} ${status}`);
      },
      forgetLine: async ({ id }) => {
        counted.push(`${id} forgotten`);
      },
    });
    return { ...world, counted, line: lineJobOf(world.clock(), 'batch_1', 0) };
  };

  test('gets its answer from its prompt, and is counted, not told', async () => {
    const { leave, sweep, ports, counted, line, told } = await openLines();
    await leave({ status: 'completed', response: 'Hello' }, {}, line);
    await sweep();
    assert.equal(await ports.texts.get(answerText(line)), '{"text":"Hello","events":1}');
    assert.deepEqual(counted, [`${line.id} completed`, `${line.id} forgotten`]);
    assert.deepEqual(told(), []);
  });

  test('keeps the answer that it had', async () => {
    const { leave, sweep, ports, line } = await openLines();
    await ports.texts.put(answerText(line), '"kept"', line.expiresAtSeconds);
    await leave({ status: 'completed', response: 'Hello' }, {}, line);
    await sweep();
    assert.equal(await ports.texts.get(answerText(line)), '"kept"');
  });
});

describe('a line whose worker is gone, and whose answer was to be kept nowhere else', () => {
  const LOST = { status: 'completed', store: false } as const;

  test('is run again, with what the lost answer has cost', async () => {
    const { leave, sweep, read, sent, ports, clock } = await start();
    const line = await leave(LOST, {}, lineJobOf(clock(), 'batch_1', 0));
    await sweep();
    const { status, attempts, costMicroUsd } = await read(line);
    assert.deepEqual([status, attempts, costMicroUsd, sent()], ['queued', 1, 163, [line.id]]);
    assert.equal(await ports.texts.get(answerText(line)), undefined);
  });

  for (const [what, more, ends] of [
    ['fails if it may not be started again', { maxAttempts: 1 }, ['failed', 'interrupted']],
    ['is canceled if it was being so', { status: 'canceling' }, ['canceled', undefined]],
  ] as const) {
    test(what, async () => {
      const { leave, sweep, read, clock } = await start();
      const line = await leave(LOST, more, lineJobOf(clock(), 'batch_1', 0));
      await sweep();
      const { status, error, costMicroUsd } = await read(line);
      assert.deepEqual([[status, error?.code], costMicroUsd], [ends, 163]);
    });
  }

  test('completes if its answer is there', async () => {
    const { leave, sweep, read, ports, clock } = await start();
    const line = lineJobOf(clock(), 'batch_1', 0);
    await ports.texts.put(answerText(line), '"kept"', line.expiresAtSeconds);
    await leave(LOST, {}, line);
    await sweep();
    assert.equal((await read(line)).status, 'completed');
  });
});

test('fails in the end, but takes the others further, when one job cannot be', async () => {
  const { create, ports, read, told, clock } = await start();
  const jobs = [];
  for (let index = 0; index < 3; index += 1) {
    jobs.push(await create(endJob(jobOf(clock() + index), { status: 'completed' }, clock())));
  }
  const [, poisoned] = jobs;
  assert.ok(poisoned);
  const publishEvent: typeof ports.publishEvent = async (event) => {
    if (event.id === poisoned.id.replace('job_', 'evt_')) throw new Error('cannot be told');
    await ports.publishEvent(event);
  };
  await assert.rejects(sweepJobs({ ...ports, publishEvent }, Number.POSITIVE_INFINITY), (error) => {
    assert.ok(error instanceof AggregateError);
    assert.equal(error.errors.length, 1);
    return true;
  });
  assert.equal(told().length, 2);
  assert.notEqual((await read(poisoned)).checkAtMs, undefined);
});
