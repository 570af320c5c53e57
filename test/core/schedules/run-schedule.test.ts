import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Job } from '#core/jobs/job.ts';
import type { WorkQueue } from '#core/queue/work-queue.ts';
import { runNow } from '#core/schedules/run-now.ts';
import { type RunSchedulePorts, runSchedule } from '#core/schedules/run-schedule.ts';
import type { Schedule } from '#core/schedules/schedule.ts';
import { crashing } from '#test/fakes/crashing.ts';
import { createFakePorts } from '#test/fakes/fake-ports.ts';
import { killedAt } from '#test/fakes/killed-at.ts';
import { HELLO } from '#test/fakes/run-events.ts';
import { newSchedule } from '#test/fakes/schedules.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

const MINUTE_MS = 60_000;

/** A schedule in a world whose clock shows twenty past eight, twenty minutes after it was due. */
const open = async (more: Partial<Schedule> = {}) => {
  const { ports, clock, queue } = createFakePorts(createScriptedRunner(HELLO));
  clock.advance(Date.UTC(2026, 10, 23, 8, 20) - clock());
  const schedule = newSchedule({ timing: { kind: 'cron', expression: '0 * * * *', timeZone: 'UTC' }, ...more });
  await ports.schedules.create(schedule);
  const { tenantId, id, activeFromMs } = schedule;
  const tell = (minutesAgo: number, over: Partial<RunSchedulePorts> = {}) => {
    const dueAtMs = clock() - minutesAgo * MINUTE_MS;
    return runSchedule({ tenantId, scheduleId: id, activeFromMs, dueAtMs }, { ...ports, ...over });
  };
  const runs = async () => (await ports.scheduleRuns.list(tenantId, id, { limit: 100 })).runs;
  const kinds = async () => (await runs()).map(({ outcome }) => outcome.kind);
  const jobs = async (): Promise<readonly Job[]> => (await ports.jobs.list(tenantId, { limit: 100 })).jobs;
  return { ports, clock, queue, schedule, tell, runs, kinds, jobs };
};

describe('a schedule that is due', () => {
  test('makes a job, which runs for its owner and says whose it is', async () => {
    const { tell, jobs, runs, queue, schedule } = await open();
    await tell(1);
    const [job] = await jobs();
    assert.deepEqual([job?.scheduleId, job?.owner, job?.status], [schedule.id, schedule.owner, 'queued']);
    assert.deepEqual((await runs())[0]?.outcome, { kind: 'job', jobId: job?.id, isMade: true });
    assert.equal(queue.sent.length, 1);
  });

  test('makes one job for each time, however often and by however many it is told', async () => {
    const { tell, jobs } = await open();
    await Promise.all([tell(1), tell(1), tell(1)]);
    await tell(1);
    assert.equal((await jobs()).length, 1);
    await tell(0);
    assert.equal((await jobs()).length, 2);
  });

  test('makes one job, whatever step a worker dies at, once it is told again', async () => {
    for (const when of ['before', 'after'] as const) {
      for (let nth = 1, isDead = true; isDead; nth += 1) {
        const { ports, tell, jobs, queue } = await open();
        const { schedules, scheduleRuns, jobs: store, texts } = ports;
        const sender: WorkQueue = { send: queue.send };
        const dying = killedAt({ schedules, scheduleRuns, jobs: store, texts, queue: sender }, nth, when);
        await tell(1, dying.stores).catch(() => {});
        isDead = dying.isDead();
        await tell(1);
        const made = await jobs();
        assert.equal(made.length, 1, `${when} ${nth}`);
        assert.ok(queue.sent.some(({ message }) => message.kind === 'job' && message.jobId === made[0]?.id));
      }
    }
  });

  test('makes no job again that was deleted, also if a worker died before it had noted the job', async () => {
    for (const isNoteLost of [false, true]) {
      const { ports, tell, jobs, queue } = await open();
      const { scheduleRuns } = ports;
      const dying: Partial<RunSchedulePorts> = { scheduleRuns: crashing(scheduleRuns, 'put', 'before') };
      await tell(1, isNoteLost ? dying : {}).catch(() => {});
      if (isNoteLost) await tell(1);
      const [job] = await jobs();
      assert.ok(job && (await ports.jobs.delete(job)));
      queue.sent.splice(0);
      await tell(1);
      assert.deepEqual([await jobs(), queue.sent], [[], []]);
    }
  });

  test('does nothing if it is not there, disabled, not yet in step, was changed after that time, or has other times by now', async () => {
    for (const more of [
      { isEnabled: false },
      { isArmed: false },
      { activeFromMs: Date.UTC(2026, 10, 23, 8, 19, 30) },
    ]) {
      const { tell, kinds, jobs } = await open(more);
      await tell(1);
      assert.deepEqual([await kinds(), await jobs()], [[], []]);
    }
    const { ports, schedule, tell, jobs } = await open();
    const retimed = await ports.schedules.replace({ ...schedule, activeFromMs: schedule.activeFromMs + 1 });
    await tell(1);
    assert.ok(retimed && (await ports.schedules.delete(retimed)));
    await tell(1);
    assert.deepEqual(await jobs(), []);
  });

  test('fails if the queue cannot be reached, and makes its job when it is told again, also much later', async () => {
    const { tell, jobs, clock, kinds } = await open();
    const queue: WorkQueue = { send: () => Promise.reject(new Error('unreachable')) };
    await assert.rejects(tell(1, { queue }), /unreachable/);
    clock.advance(30 * MINUTE_MS);
    await tell(31);
    assert.deepEqual([(await jobs()).length, await kinds()], [1, ['job']]);
  });

  test('is refused, and says why, when what it says cannot be run any more', async () => {
    for (const [job, reason] of [
      [{ prompt: 'Hi', model: 'gone' }, /"gone"/],
      [{ prompt: 'Hi', renamed: true }, /job of the schedule is not valid/],
    ] as const) {
      const { tell, jobs, runs } = await open({ job });
      for (let times = 0; times < 2; times += 1) await tell(1);
      const [run, ...others] = await runs();
      assert.ok(run?.outcome.kind === 'refused' && others.length === 0);
      assert.match(run.outcome.error.message, reason);
      assert.deepEqual(await jobs(), []);
    }
  });
});

describe('a schedule that is told of late', () => {
  test('by up to a quarter of an hour, in which a message comes again twice, makes a job', async () => {
    const { tell, kinds } = await open();
    await tell(15);
    assert.deepEqual(await kinds(), ['job']);
  });

  test('skips that run, and says so', async () => {
    const { tell, runs, jobs } = await open();
    for (const minutesAgo of [80, 20, 20]) await tell(minutesAgo);
    assert.deepEqual(await jobs(), []);
    for (const { outcome } of await runs()) {
      assert.ok(outcome.kind === 'skipped');
      assert.match(outcome.reason, /before 2026-11-23T08:20:00.000Z, and missed runs of this schedule are skipped/);
    }
    assert.equal((await runs()).length, 2);
  });

  test('makes a job for the latest of those it missed, if that is what it should', async () => {
    const { tell, runs, jobs } = await open({ missedRuns: 'run_once' });
    for (const minutesAgo of [20, 80, 140]) await tell(minutesAgo);
    const kinds = (await runs()).map(({ outcome, dueAtMs }) => [new Date(dueAtMs).getUTCHours(), outcome.kind]);
    assert.deepEqual(kinds, [
      [8, 'job'],
      [7, 'skipped'],
      [6, 'skipped'],
    ]);
    assert.equal((await jobs()).length, 1);
  });
});

describe('a schedule that is told of after the records of its runs are gone', () => {
  test('does nothing: it may have run', async () => {
    const yearly = { kind: 'cron', expression: '0 7 1 3 *', timeZone: 'UTC' } as const;
    const { tell, jobs, runs } = await open({ timing: yearly, missedRuns: 'run_once', activeFromMs: 0 });
    await tell(91 * 24 * 60);
    assert.deepEqual([await jobs(), await runs()], [[], []]);
    await tell(89 * 24 * 60);
    assert.equal((await jobs()).length, 1);
  });
});

describe('a schedule that is run by hand', () => {
  test('makes a job, also when it is disabled, and leaves the run that is due alone', async () => {
    const { ports, schedule, runs, jobs, tell } = await open({ isEnabled: false });
    const run = await runNow(schedule, 'request-1', ports);
    assert.equal(run.trigger, 'manual');
    const [job] = await jobs();
    assert.deepEqual([job?.requestId, job?.scheduleId], ['request-1', schedule.id]);
    const enabled = await ports.schedules.replace({ ...schedule, isEnabled: true });
    assert.ok(enabled);
    await tell(0);
    assert.deepEqual(
      (await runs()).map(({ trigger }) => trigger),
      ['manual', 'schedule'],
    );
    assert.equal((await jobs()).length, 2);
  });

  test('fails with the reason if what it says cannot be run any more', async () => {
    const { ports, schedule, kinds } = await open({ job: { prompt: 'Hi', model: 'gone' } });
    await assert.rejects(runNow(schedule, 'request-1', ports), { code: 'unknown_model' });
    assert.deepEqual(await kinds(), ['refused']);
  });
});
