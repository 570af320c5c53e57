import type { Schedule } from '#core/schedules/schedule.ts';
import type { ScheduleRun } from '#core/schedules/schedule-run.ts';

const NOON_MS = Date.UTC(2026, 10, 22, 12);

/** A schedule that runs every day at seven, in tests. */
export const newSchedule = (more: Partial<Schedule> = {}): Schedule => {
  const { tenantId = 'tenant-1' } = more;
  return {
    id: 'sch_1',
    tenantId,
    owner: { kind: 'api_key', id: 'key:alice', tenantId, scopes: ['prompts'] },
    timing: { kind: 'cron', expression: '0 7 * * *', timeZone: 'UTC' },
    timeZone: 'UTC',
    isEnabled: true,
    isArmed: true,
    activeFromMs: NOON_MS,
    missedRuns: 'skip',
    job: { prompt: 'Hi', model: 'claude-haiku-4-5', profile: 'chat' },
    metadata: {},
    createdAtMs: NOON_MS,
    version: 1,
    ...more,
  };
};

/** A run that was due at noon, in tests. */
export const newScheduleRun = (more: Partial<ScheduleRun> = {}): ScheduleRun => ({
  tenantId: 'tenant-1',
  scheduleId: 'sch_1',
  trigger: 'schedule',
  dueAtMs: NOON_MS,
  outcome: { kind: 'job', jobId: 'job_1' },
  expiresAtSeconds: NOON_MS / 1000 + 86_400,
  ...more,
});
