import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServiceError } from '#core/errors/service-error.ts';
import { createSchedules } from '#lambda/create-schedules.ts';
import { createFakePorts } from '#test/fakes/fake-ports.ts';
import { newSchedule } from '#test/fakes/schedules.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';
import { handOver } from '#test/fakes/sqs-batch.ts';

const SCHEDULE = newSchedule({ timing: { kind: 'cron', expression: '0 * * * *', timeZone: 'UTC' } });

/** A message as EventBridge Scheduler writes it, of a schedule that is due now. */
const messageAt = (nowMs: number): string => {
  const { tenantId, id: scheduleId, activeFromMs } = SCHEDULE;
  return JSON.stringify({ tenantId, scheduleId, activeFromMs, dueAtMs: new Date(nowMs).toISOString() });
};

const open = async () => {
  const { ports, clock, queue } = createFakePorts(createScriptedRunner([]));
  await ports.schedules.create(SCHEDULE);
  const jobs = async () => (await ports.jobs.list(SCHEDULE.tenantId, { limit: 9 })).jobs;
  return { ports, clock, queue, jobs };
};

test('a schedule that is due has its job made and queued', async () => {
  const { ports, clock, queue, jobs } = await open();
  assert.deepEqual(await handOver(createSchedules(ports), messageAt(clock())), []);
  const [job] = await jobs();
  assert.deepEqual(
    queue.sent.map(({ message }) => message),
    [{ kind: 'job', tenantId: SCHEDULE.tenantId, jobId: job?.id }],
  );
});

test('a schedule whose job could not be made is not skipped when its message comes again, twice', async () => {
  const { ports, clock, jobs } = await open();
  const message = messageAt(clock());
  let failures = 2;
  const handler = createSchedules({
    ...ports,
    schedules: {
      ...ports.schedules,
      get: async (tenantId, id) => {
        failures -= 1;
        if (failures >= 0) throw new ServiceError('unavailable', 'no table');
        return ports.schedules.get(tenantId, id);
      },
    },
  });
  for (const again of [[0], [0], []]) {
    assert.deepEqual(await handOver(handler, message), again);
    clock.advance(6 * 60_000);
  }
  assert.equal((await jobs()).length, 1);
});
