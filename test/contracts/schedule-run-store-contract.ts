import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '#core/clock.ts';
import { type ScheduleRun, scheduleRunId } from '#core/schedules/schedule-run.ts';
import type { ScheduleRunStore } from '#core/schedules/schedule-run-store.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { newScheduleRun } from '#test/fakes/schedules.ts';

let schedules = 0;

const nextScheduleId = (): string => {
  schedules += 1;
  return `sch_${process.pid}_${schedules}`;
};

/** What every `ScheduleRunStore` promises. */
export const testScheduleRunStore = (createStore: (clock: Clock) => ScheduleRunStore): void => {
  const start = () => ({ store: createStore(createFakeClock()), scheduleId: nextScheduleId() });
  const listAll = async (store: ScheduleRunStore, { tenantId, scheduleId }: ScheduleRun) =>
    (await store.list(tenantId, scheduleId, { limit: 100 })).runs;

  test('of many who begin a run of one time, all are told of the same', async () => {
    const { store, scheduleId } = start();
    const runs = Array.from({ length: 10 }, (_, index) =>
      newScheduleRun({ scheduleId, outcome: { kind: 'job', jobId: `job_${index}` } }),
    );
    const begun = await Promise.all(runs.map(store.begin));
    assert.equal(new Set(begun.map(({ outcome }) => JSON.stringify(outcome))).size, 1);
    assert.deepEqual(await listAll(store, newScheduleRun({ scheduleId })), begun.slice(0, 1));
  });

  test('a run by hand is another than one that was due at the same moment', async () => {
    const { store, scheduleId } = start();
    const due = newScheduleRun({ scheduleId });
    const manual = newScheduleRun({ scheduleId, trigger: 'manual', outcome: { kind: 'job', jobId: 'job_2' } });
    assert.deepEqual([await store.begin(due), await store.begin(manual)], [due, manual]);
    assert.deepEqual(await listAll(store, due), [manual, due]);
  });

  test('what has become of a run is kept', async () => {
    const { store, scheduleId } = start();
    const run = newScheduleRun({ scheduleId });
    const outcomes: readonly ScheduleRun['outcome'][] = [
      { kind: 'job', jobId: 'job_1', isMade: true },
      { kind: 'skipped', reason: 'late' },
      { kind: 'refused', error: { code: 'unknown_model', message: 'None.', source: 'gateway' } },
    ];
    await store.begin(run);
    for (const outcome of outcomes) {
      await store.put({ ...run, outcome });
      assert.deepEqual(await store.begin(run), { ...run, outcome });
    }
  });

  test('the runs of a schedule are listed page by page, the latest first, and no others', async () => {
    const { store, scheduleId } = start();
    const { tenantId, dueAtMs } = newScheduleRun();
    const runs = [0, 60_000, 3_600_000, 86_400_000].map((ms) => newScheduleRun({ scheduleId, dueAtMs: dueAtMs + ms }));
    const others = [
      newScheduleRun({ scheduleId: nextScheduleId() }),
      newScheduleRun({ scheduleId, tenantId: 'other' }),
    ];
    for (const run of [...runs, ...others]) await store.begin(run);
    const first = await store.list(tenantId, scheduleId, { limit: 3 });
    const after = scheduleRunId(first.runs[2] ?? newScheduleRun());
    const second = await store.list(tenantId, scheduleId, { limit: 3, after });
    assert.deepEqual([first.runs, first.hasMore], [runs.slice(1).toReversed(), true]);
    assert.deepEqual([second.runs, second.hasMore], [runs.slice(0, 1), false]);
  });
};
