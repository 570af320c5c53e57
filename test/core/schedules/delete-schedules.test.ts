import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deleteSchedule } from '#core/schedules/delete-schedule.ts';
import { deleteSchedules } from '#core/schedules/delete-schedules.ts';
import type { ScheduleStore } from '#core/schedules/schedule-store.ts';
import { createMemoryScheduleStore } from '#test/fakes/memory-schedule-store.ts';
import { createMemoryScheduler } from '#test/fakes/memory-scheduler.ts';
import { newSchedule } from '#test/fakes/schedules.ts';

const TENANT = 'tenant-1';

/** A tenant with that many schedules, beside another with one. */
const open = async (count: number) => {
  const schedules = createMemoryScheduleStore();
  const scheduler = createMemoryScheduler();
  const own = Array.from({ length: count }, (_, index) => newSchedule({ id: `sch_${index}`, tenantId: TENANT }));
  const other = newSchedule({ id: 'sch_other', tenantId: 'tenant-2' });
  for (const schedule of [...own, other]) {
    await schedules.create(schedule);
    await scheduler.put(schedule);
  }
  const assertOnlyOtherLeft = async () => {
    assert.equal(await schedules.count(TENANT), 0);
    assert.equal(await schedules.count(other.tenantId), 1);
    assert.deepEqual([...scheduler.timings.keys()], [other.id]);
  };
  return { ports: { schedules, scheduler }, assertOnlyOtherLeft };
};

test('all schedules of a tenant are deleted, however many pages they fill, and no others', async () => {
  const { ports, assertOnlyOtherLeft } = await open(230);
  await deleteSchedules(TENANT, ports);
  await assertOnlyOtherLeft();
  await deleteSchedules(TENANT, ports);
});

test('a schedule that somebody else deletes meanwhile is no reason to fail', async () => {
  const { ports, assertOnlyOtherLeft } = await open(3);
  const list: ScheduleStore['list'] = async (...query) => {
    const page = await ports.schedules.list(...query);
    await deleteSchedule(TENANT, 'sch_1', ports);
    return page;
  };
  await deleteSchedules(TENANT, { ...ports, schedules: { ...ports.schedules, list } });
  await assertOnlyOtherLeft();
});

test('fails when the scheduler does, and is completed by repeating it', async () => {
  const { ports, assertOnlyOtherLeft } = await open(3);
  let removals = 0;
  const remove = async (schedule: { readonly id: string }) => {
    removals += 1;
    if (removals === 2) throw new Error('down');
    await ports.scheduler.remove(schedule);
  };
  await assert.rejects(deleteSchedules(TENANT, { ...ports, scheduler: { remove } }), { message: 'down' });
  assert.equal(await ports.schedules.count(TENANT), 2);
  await deleteSchedules(TENANT, ports);
  await assertOnlyOtherLeft();
});
