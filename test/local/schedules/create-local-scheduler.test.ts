import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { isActive, type Schedule } from '#core/schedules/schedule.ts';
import type { ScheduleMessage } from '#core/schedules/schedule-message.ts';
import { createLocalScheduler, type LocalScheduler } from '#local/schedules/create-local-scheduler.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { createMemoryScheduleStore } from '#test/fakes/memory-schedule-store.ts';
import { newSchedule } from '#test/fakes/schedules.ts';

const MINUTE_MS = 60_000;

/** At noon; a clock and timers that move only when a test says so. */
const open = async (...made: readonly Schedule[]) => {
  const clock = createFakeClock();
  const schedules = createMemoryScheduleStore();
  for (const schedule of made) await schedules.create(schedule);
  const messages: ScheduleMessage[] = [];
  const queue = {
    send: async (sent: readonly ScheduleMessage[]) => {
      messages.push(...sent);
    },
  };
  const timers = new Set<{ readonly atMs: number; readonly callback: () => void }>();
  const reports: string[] = [];
  let looks = 0;
  const store = {
    listActive: () => {
      looks += 1;
      return schedules.listActive();
    },
  };
  const start = async (): Promise<LocalScheduler> => {
    const scheduler = createLocalScheduler({
      ...{ schedules: store, queue, clock },
      report: (message) => reports.push(message),
      startTimer: (afterMs, callback) => {
        const timer = { atMs: clock() + afterMs, callback };
        timers.add(timer);
        return () => timers.delete(timer);
      },
    });
    await scheduler.start();
    return scheduler;
  };
  /** Lets that much time pass, in which every timer goes off when it is due; or all of it at once, as when asleep. */
  const pass = async (minutes: number, isAsleep = false): Promise<void> => {
    const untilMs = clock() + minutes * MINUTE_MS;
    if (isAsleep) clock.advance(minutes * MINUTE_MS);
    for (;;) {
      const [next] = [...timers].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
      if (!next) break;
      timers.delete(next);
      clock.advance(Math.max(0, next.atMs - clock()));
      next.callback();
      await turn();
    }
    clock.advance(untilMs - clock());
  };
  /** What was sent since the last time: which schedule, and when it was due. */
  const sent = () =>
    messages
      .splice(0)
      .map(({ scheduleId, dueAtMs }) => `${scheduleId} ${new Date(dueAtMs).toISOString().slice(5, 16)}`);
  return { clock, schedules, timers, reports, start, pass, sent, looks: () => looks };
};

const hourly = (id: string, more: Partial<Schedule> = {}): Schedule =>
  newSchedule({ id, timing: { kind: 'cron', expression: '0 * * * *', timeZone: 'UTC' }, ...more });

const rate = (everyMinutes: number, firstAtMs: number) => ({ kind: 'rate', everyMinutes, firstAtMs }) as const;

describe('the local scheduler', () => {
  test('sends each schedule when it is due, and nothing else', async () => {
    const { start, pass, sent, clock } = await open(
      hourly('a'),
      hourly('b', { timing: rate(45, createFakeClock()() + 45 * MINUTE_MS) }),
      hourly('paused', { isEnabled: false }),
    );
    await start();
    await pass(44.9);
    assert.deepEqual([sent(), clock() > 0], [['a 11-22T12:00'], true]);
    await pass(100);
    assert.deepEqual(sent(), ['b 11-22T12:45', 'a 11-22T13:00', 'b 11-22T13:30', 'a 11-22T14:00', 'b 11-22T14:15']);
  });

  test('sends at its start what was due last, if that was when the schedule was as it is', async () => {
    const noon = createFakeClock()();
    const { start, sent, clock } = await open(
      hourly('old', { activeFromMs: noon - 5 * 60 * MINUTE_MS }),
      hourly('new', { activeFromMs: noon + 1 }),
    );
    clock.advance(20 * MINUTE_MS);
    await start();
    assert.deepEqual(sent(), ['old 11-22T12:00']);
  });

  test('sends only the latest of what was due while the machine slept', async () => {
    const { start, pass, sent } = await open(hourly('a'));
    await start();
    sent();
    await pass(5 * 60, true);
    assert.deepEqual(sent(), ['a 11-22T17:00']);
  });

  test('sends what is put when it is due, though it was not there before', async () => {
    const { start, pass, sent, schedules } = await open();
    const scheduler = await start();
    await pass(0.5);
    const schedule = hourly('a', { timing: { kind: 'cron', expression: '1 12 * * *', timeZone: 'UTC' } });
    await scheduler.put(schedule);
    await schedules.create(schedule);
    await pass(0.5);
    assert.deepEqual(sent(), ['a 11-22T12:01']);
  });

  test('sends nothing of what was paused or deleted meanwhile, and goes by changed times', async () => {
    const [paused, deleted, changed] = [hourly('paused'), hourly('deleted'), hourly('changed')];
    const { start, pass, sent, schedules } = await open(paused, deleted, changed);
    const scheduler = await start();
    sent();
    await schedules.replace({ ...paused, isEnabled: false });
    await scheduler.remove(paused);
    await schedules.delete(deleted);
    await schedules.replace({ ...changed, timing: { kind: 'cron', expression: '30 * * * *', timeZone: 'UTC' } });
    await pass(60);
    assert.deepEqual(sent(), ['changed 11-22T12:30']);
    assert.ok(isActive(changed));
  });

  test('looks once a minute, and when something is due', async () => {
    const { start, pass, looks } = await open(hourly('a', { timing: rate(1, createFakeClock()() + 90_000) }));
    await start();
    await pass(4);
    assert.deepEqual(looks(), 1 + 4);
  });

  test('fails to look, says so, and sends later what was due', async () => {
    const { start, pass, sent, schedules, reports } = await open(hourly('a'));
    await start();
    sent();
    const { listActive } = schedules;
    schedules.listActive = () => {
      throw new Error('the table is gone');
    };
    await pass(60);
    assert.deepEqual([sent(), reports.at(-1)], [[], 'schedules that are due could not be looked for']);
    schedules.listActive = listActive;
    await pass(1);
    assert.deepEqual(sent(), ['a 11-22T13:00']);
  });

  test('sends nothing more once it was stopped', async () => {
    const { start, pass, sent, timers } = await open(hourly('a'));
    const scheduler = await start();
    sent();
    await scheduler.stop();
    await scheduler.put(hourly('b'));
    await pass(120);
    assert.deepEqual([sent(), timers.size], [[], 0]);
  });
});
