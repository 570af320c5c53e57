import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Schedule } from '#core/schedules/schedule.ts';
import type { ScheduleStore } from '#core/schedules/schedule-store.ts';
import { newSchedule } from '#test/fakes/schedules.ts';

let count = 0;

const next = (more: Partial<Schedule> = {}): Schedule => {
  count += 1;
  return newSchedule({
    id: `sch_${String(count).padStart(4, '0')}`,
    tenantId: `tenant-${process.pid}-${count}`,
    ...more,
  });
};

/** What every `ScheduleStore` promises. */
export const testScheduleStore = (createStore: () => ScheduleStore): void => {
  test('a schedule is found as it was created, and by nobody else', async () => {
    const store = createStore();
    const schedules = [
      next({ name: 'Report', job: { prompt: 'x🎉', tags: ['a'], max_cost_usd: 0.1, metadata: { a: '' } } }),
      next({ timing: { kind: 'rate', everyMinutes: 5, firstAtMs: 1_795_348_800_000 }, missedRuns: 'run_once' }),
      next({ isEnabled: false, metadata: { team: 'blue' } }),
    ];
    for (const schedule of schedules) {
      await store.create(schedule);
      assert.deepEqual(await store.get(schedule.tenantId, schedule.id), schedule);
      assert.equal(await store.get('another', schedule.id), undefined);
    }
    assert.equal(await store.get('another', 'x'.repeat(3_000)), undefined);
  });

  test('fails to create a second schedule of an id', async () => {
    const store = createStore();
    const schedule = next();
    await store.create(schedule);
    await assert.rejects(store.create({ ...schedule, name: 'another' }));
    assert.deepEqual(await store.get(schedule.tenantId, schedule.id), schedule);
  });

  test('a schedule is replaced and deleted only by who has seen what it is', async () => {
    const store = createStore();
    const { name: _, ...schedule } = next({ name: 'Report' });
    assert.equal(await store.replace(schedule), undefined);
    await store.create({ ...schedule, name: 'Report' });
    const changed = { ...schedule, version: 2 };
    assert.deepEqual(await store.replace(schedule), changed);
    assert.equal(await store.replace({ ...schedule, isEnabled: false }), undefined);
    assert.equal(await store.delete(schedule), false);
    assert.deepEqual(await store.get(schedule.tenantId, schedule.id), changed);
    assert.deepEqual([await store.delete(changed), await store.delete(changed)], [true, false]);
    assert.equal(await store.get(schedule.tenantId, schedule.id), undefined);
  });

  test("a tenant's are counted, and listed page by page, the newest first, however large they are", async () => {
    const store = createStore();
    const { tenantId } = next();
    const made = Array.from({ length: 25 }, () => next({ tenantId, job: { prompt: 'x'.repeat(60_000) } }));
    for (const schedule of [...made, next()]) await store.create(schedule);
    assert.equal(await store.count(tenantId), 25);
    const listed: Schedule[] = [];
    for (let hasMore = true; hasMore; ) {
      const after = listed.at(-1)?.id;
      const page = await store.list(tenantId, { limit: 20, ...(after !== undefined && { after }) });
      assert.ok(page.schedules.length === 20 || !page.hasMore);
      listed.push(...page.schedules);
      ({ hasMore } = page);
    }
    assert.deepEqual(listed, made.toReversed());
    assert.deepEqual(await store.list('none', { limit: 3 }), { schedules: [], hasMore: false });
    assert.equal(await store.count('none'), 0);
  });

  test('of all tenants, those are listed that make jobs by themselves', async () => {
    const store = createStore();
    const [first, second, disabled, unarmed] = [next(), next(), next({ isEnabled: false }), next({ isArmed: false })];
    for (const schedule of [first, second, disabled, unarmed]) await store.create(schedule);
    await store.replace({ ...second, isArmed: false });
    const armed = await store.replace({ ...unarmed, isArmed: true });
    const ids = new Set([first, second, disabled, unarmed].map(({ id }) => id));
    const active = (await Array.fromAsync(store.listActive())).filter(({ id }) => ids.has(id));
    assert.deepEqual(active, [first, armed]);
  });
};
