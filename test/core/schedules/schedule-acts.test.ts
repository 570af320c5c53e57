import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ServiceError } from '#core/errors/service-error.ts';
import { JobBody } from '#core/jobs/job-body.ts';
import { createSchedule } from '#core/schedules/create-schedule.ts';
import { deleteSchedule } from '#core/schedules/delete-schedule.ts';
import { isActive, type Schedule } from '#core/schedules/schedule.ts';
import { ScheduleBody, type ScheduleChanges } from '#core/schedules/schedule-body.ts';
import type { SchedulePorts } from '#core/schedules/schedule-ports.ts';
import type { Scheduler } from '#core/schedules/scheduler.ts';
import { updateSchedule } from '#core/schedules/update-schedule.ts';
import { parseSettings } from '#core/settings.ts';
import { crashing } from '#test/fakes/crashing.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { ALICE } from '#test/fakes/fake-ports.ts';
import { killedAt } from '#test/fakes/killed-at.ts';
import { createMemoryScheduleStore } from '#test/fakes/memory-schedule-store.ts';
import { createMemoryScheduler } from '#test/fakes/memory-scheduler.ts';
import { createSequentialIds } from '#test/fakes/sequential-ids.ts';

const JOB = { prompt: 'Hi', model: 'haiku', profile: 'chat' };
const DAILY = { cron: '0 7 * * *' };
const BOB = { ...ALICE, id: 'key:bob' };

const open = (settings = {}) => {
  const clock = createFakeClock();
  const schedules = createMemoryScheduleStore();
  const scheduler = createMemoryScheduler();
  const ports: SchedulePorts = {
    ...{ schedules, scheduler, clock },
    addressPolicy: { allowsLoopback: false },
    settings: parseSettings(settings),
    newId: createSequentialIds(),
  };
  const create = (body: object = {}, over: Partial<SchedulePorts> = {}) =>
    createSchedule(ScheduleBody.parse({ schedule: DAILY, job: JOB, ...body }), ALICE, { ...ports, ...over });
  const update = ({ id }: Schedule, changes: ScheduleChanges, principal = ALICE, over: Partial<SchedulePorts> = {}) =>
    updateSchedule(id, changes, principal, { ...ports, ...over });
  const latest = async ({ id }: Schedule) => (await schedules.get(ALICE.tenantId, id)) ?? assert.fail(`no ${id}`);
  /** Whether the scheduler holds what the record says, if what it sends counts. */
  const assertInStep = (schedule: Schedule) => {
    if (!schedule.isArmed) return;
    assert.deepEqual(scheduler.timings.get(schedule.id), schedule.isEnabled ? schedule.timing : undefined);
  };
  return { clock, schedules, scheduler, ports, create, update, latest, assertInStep };
};

describe('a schedule that is made', () => {
  test('is stored as its maker said, and the scheduler holds it', async () => {
    const { create, latest, scheduler, clock } = open({ timeZone: 'Europe/Zurich' });
    const schedule = await create({ name: 'Report', metadata: { a: 'b' }, missed_runs: 'run_once' });
    assert.deepEqual(await latest(schedule), schedule);
    const { job, owner, version: _, ...rest } = schedule;
    assert.deepEqual([job['prompt'], owner.id], ['Hi', ALICE.id]);
    const timing = { kind: 'cron', expression: '0 7 * * *', timeZone: 'Europe/Zurich' };
    assert.deepEqual(rest, {
      ...{ id: 'sch_000001', tenantId: ALICE.tenantId, name: 'Report', timing, timeZone: 'Europe/Zurich' },
      ...{ isEnabled: true, isArmed: true, activeFromMs: clock(), missedRuns: 'run_once', metadata: { a: 'b' } },
      createdAtMs: clock(),
    });
    assert.deepEqual(scheduler.timings.get(schedule.id), timing);
  });

  test('by a rate is first due when it has passed after the next whole minute', async () => {
    const { create, clock } = open();
    clock.advance(1);
    const { timing } = await create({ schedule: { every: '2 hours' } });
    assert.deepEqual(timing, { kind: 'rate', everyMinutes: 120, firstAtMs: clock() - 1 + 60_000 + 7_200_000 });
  });

  test('disabled is not given to the scheduler', async () => {
    const { create, scheduler, assertInStep } = open();
    const schedule = await create({ enabled: false });
    assert.deepEqual([schedule.isEnabled, schedule.isArmed, scheduler.timings.size], [false, true, 0]);
    assertInStep(schedule);
  });

  for (const [what, body, error] of [
    [
      'a time that never comes',
      { schedule: { cron: '0 0 30 2 *' } },
      { code: 'invalid_request', message: /never due/ },
    ],
    ['a model that there is not', { job: { ...JOB, model: 'gpt' } }, { code: 'unknown_model' }],
    [
      'a job whose answer is not to be kept',
      { job: { ...JOB, store: false } },
      { code: 'invalid_request', message: /"store"/ },
    ],
  ] as const) {
    test(`fails with ${what}, and leaves nothing`, async () => {
      const { create, schedules } = open();
      await assert.rejects(create(body), error);
      assert.equal(await schedules.count(ALICE.tenantId), 0);
    });
  }

  test('fails with a job that its maker may not run, and names the field', async () => {
    const { ports } = open();
    const body = ScheduleBody.parse({ schedule: DAILY, job: { ...JOB, profile: 'agent' } });
    await assert.rejects(createSchedule(body, { ...ALICE, profiles: ['chat'] }, ports), (error: ServiceError) => {
      assert.deepEqual([error.code, error.fields[0]?.pointer], ['permission_denied', '/job/profile']);
      assert.match(error.message, /may not use the profile "agent"/);
      return true;
    });
  });

  test('fails if the tenant has as many as it may, and of many made at once none too many stays', async () => {
    const { create, schedules, scheduler } = open({ maxSchedulesPerTenant: 3 });
    await create();
    const made = await Promise.allSettled(Array.from({ length: 5 }, () => create()));
    const left = await schedules.count(ALICE.tenantId);
    assert.ok(left <= 3 && left === scheduler.timings.size);
    assert.equal(made.filter(({ status }) => status === 'fulfilled').length, left - 1);
    while ((await schedules.count(ALICE.tenantId)) < 3) await create();
    await assert.rejects(create(), { code: 'conflict', message: /up to 3 schedules/ });
  });

  for (const step of ['put', 'remove'] as const) {
    test(`fails if the scheduler cannot ${step} it, and leaves nothing that could run`, async () => {
      const { create, scheduler, schedules } = open();
      await assert.rejects(create({ enabled: step === 'put' }, { scheduler: crashing(scheduler, step, 'after') }));
      for (const schedule of (await schedules.list(ALICE.tenantId, { limit: 9 })).schedules) {
        assert.equal(isActive(schedule), false);
      }
    });
  }
});

describe('a schedule that is changed', () => {
  test('holds what was given, and keeps the rest', async () => {
    const { create, update, latest } = open();
    const schedule = await create({ name: 'Report', metadata: { a: 'b' } });
    const changed = await update(schedule, { name: null, metadata: {}, missed_runs: 'run_once' });
    const { name: _, ...unnamed } = schedule;
    assert.deepEqual(changed, { ...unnamed, metadata: {}, missedRuns: 'run_once', version: schedule.version + 1 });
    assert.deepEqual(await latest(schedule), changed);
  });

  test('in its times has them from then on, also at the scheduler', async () => {
    const { create, update, clock, assertInStep } = open();
    const schedule = await create();
    clock.advance(3_600_000);
    const zoned = await update(schedule, { time_zone: 'Asia/Tokyo' });
    assert.deepEqual(zoned.timing, { kind: 'cron', expression: '0 7 * * *', timeZone: 'Asia/Tokyo' });
    assert.equal(zoned.activeFromMs, clock());
    assertInStep(zoned);
    const rated = await update(schedule, { schedule: { every: '5 minutes' } });
    assert.deepEqual([rated.timing.kind, rated.timeZone], ['rate', 'Asia/Tokyo']);
    assertInStep(rated);
    const back = await update(schedule, { schedule: { cron: '30 8 * * *' } });
    assert.deepEqual(back.timing, { kind: 'cron', expression: '30 8 * * *', timeZone: 'Asia/Tokyo' });
    assertInStep(back);
  });

  test('is paused and resumed, and by a rate begins anew', async () => {
    const { create, update, clock, scheduler, assertInStep } = open();
    const schedule = await create({ schedule: { every: '5 minutes' } });
    const paused = await update(schedule, { enabled: false });
    assert.deepEqual([isActive(paused), scheduler.timings.size], [false, 0]);
    clock.advance(3_600_000);
    const resumed = await update(schedule, { enabled: true });
    assert.ok(isActive(resumed) && resumed.timing.kind === 'rate' && resumed.timing.firstAtMs === clock() + 300_000);
    assertInStep(resumed);
  });

  test('in what it runs, runs that for whoever changed it, and in other things for whom it did', async () => {
    const { create, update } = open();
    const schedule = await create();
    assert.equal((await update(schedule, { name: 'x', enabled: false }, BOB)).owner.id, ALICE.id);
    assert.equal((await update(schedule, { job: JobBody.parse(JOB) }, BOB)).owner.id, BOB.id);
  });

  test('in nothing stays as it is', async () => {
    const { create, update } = open();
    const schedule = await create();
    const { version, ...same } = await update(schedule, {});
    assert.deepEqual({ ...same, version: schedule.version }, schedule);
    assert.ok(version >= schedule.version);
  });

  test('fails for another tenant, and with a time that never comes', async () => {
    const { create, update, latest } = open();
    const schedule = await create();
    await assert.rejects(update(schedule, {}, { ...ALICE, tenantId: 'another' }), { code: 'not_found' });
    await assert.rejects(update(schedule, { schedule: { cron: '0 0 31 4 *' } }), { code: 'invalid_request' });
    assert.deepEqual(await latest(schedule), schedule);
  });

  test('by several at once is at the scheduler as it is in the record', async () => {
    const { create, update, latest, assertInStep } = open();
    const schedule = await create();
    const changes: ScheduleChanges[] = [
      ...['1 hour', '2 hours', '3 hours'].map((every) => ({ schedule: { every } })),
      ...[false, true, false].map((enabled) => ({ enabled })),
    ];
    await Promise.allSettled(changes.map((change) => update(schedule, change)));
    const settled = await latest(schedule);
    assert.equal(settled.isArmed, true);
    assertInStep(settled);
  });
});

describe('a schedule that two change at once, the scheduler failing the first after the second is done', () => {
  for (const [what, isTold] of [
    ['to make its change, which was made all the same', false],
    ['to put back what the second has said', true],
  ] as const) {
    test(`trying ${what}, says that it does not run, and any change completes it`, async () => {
      const { create, update, latest, scheduler, assertInStep } = open();
      const schedule = await create();
      let puts = 0;
      const put: Scheduler['put'] = async (changed) => {
        puts += 1;
        if (puts > 1) throw new Error('down');
        await update(schedule, { schedule: { every: '2 hours' } });
        await scheduler.put(changed);
        if (!isTold) throw new Error('down');
      };
      const slow = { scheduler: { put, remove: scheduler.remove } };
      await assert.rejects(update(schedule, { schedule: { every: '1 hour' } }, ALICE, slow), { message: 'down' });
      const left = await latest(schedule);
      assert.deepEqual([left.isArmed, puts], [false, isTold ? 2 : 1]);
      const completed = await update(schedule, {});
      assert.ok(completed.isArmed && completed.timing.kind === 'rate' && completed.timing.everyMinutes === 120);
      assertInStep(completed);
    });
  }
});

describe('a schedule that is deleted', () => {
  test('is gone from the table and from the scheduler', async () => {
    const { create, ports, scheduler } = open();
    const { tenantId, id } = await create();
    await deleteSchedule(tenantId, id, ports);
    assert.deepEqual([await ports.schedules.get(tenantId, id), scheduler.timings.size], [undefined, 0]);
    await assert.rejects(deleteSchedule(tenantId, id, ports), { code: 'not_found' });
  });

  test('while it is changed is either there or gone, in both', async () => {
    const { create, update, ports, scheduler, assertInStep } = open();
    const schedule = await create();
    await Promise.allSettled([
      update(schedule, { schedule: { every: '1 hour' } }),
      deleteSchedule(schedule.tenantId, schedule.id, ports),
      update(schedule, { enabled: false }),
    ]);
    const left = await ports.schedules.get(schedule.tenantId, schedule.id);
    if (left) assertInStep(left);
    else assert.equal(scheduler.timings.size, 0);
  });
});

/** Acts on a schedule that is there, and how they are completed after a crash. */
const ACTS: Readonly<Record<string, (id: string, ports: SchedulePorts) => Promise<unknown>>> = {
  'a change of its times': (id, ports) => updateSchedule(id, { schedule: { every: '1 hour' } }, ALICE, ports),
  'a pause': (id, ports) => updateSchedule(id, { enabled: false }, ALICE, ports),
  'its deletion': (id, ports) => deleteSchedule(ALICE.tenantId, id, ports),
};

/** Has an act done by processes that die at each of its steps in turn, until one lives. */
const eachDeath = async (of: (dying: (ports: SchedulePorts) => SchedulePorts) => Promise<void>): Promise<void> => {
  for (const when of ['before', 'after'] as const) {
    let isDead = () => true;
    for (let nth = 1; isDead(); nth += 1) {
      await of((ports) => {
        const { schedules, scheduler } = ports;
        const dying = killedAt({ schedules, scheduler: { put: scheduler.put, remove: scheduler.remove } }, nth, when);
        ({ isDead } = dying);
        return { ...ports, ...dying.stores };
      });
    }
  }
};

describe('a process that dies during', () => {
  for (const [what, act] of Object.entries(ACTS)) {
    test(`${what}, at any step, leaves what is in step or does not run, and what the next completes`, () =>
      eachDeath(async (dying) => {
        const { create, ports, scheduler, schedules, assertInStep } = open();
        const { tenantId, id } = await create();
        const assertAllInStep = async () => {
          const left = await schedules.get(tenantId, id);
          if (left) assertInStep(left);
          return left;
        };
        await act(id, dying(ports)).catch(() => {});
        await assertAllInStep();
        await act(id, ports).catch((error: { code: string }) => assert.equal(error.code, 'not_found'));
        const completed = await assertAllInStep();
        assert.equal(completed?.isArmed ?? scheduler.timings.size === 0, true);
      }));
  }

  test('its making, at any step, leaves nothing that runs, unless all was done', () =>
    eachDeath(async (dying) => {
      const { ports, scheduler, schedules } = open();
      const body = ScheduleBody.parse({ schedule: DAILY, job: JOB });
      await createSchedule(body, ALICE, dying(ports)).catch(() => {});
      const { schedules: left } = await schedules.list(ALICE.tenantId, { limit: 9 });
      for (const { isArmed, id } of left) assert.equal(scheduler.timings.has(id) || !isArmed, true);
    }));
});
