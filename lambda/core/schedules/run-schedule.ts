import { nextDueTimes } from './due-times.ts';
import { type MakeJobPorts, makeJob } from './make-job.ts';
import { newRun } from './new-run.ts';
import { isActive, type Schedule } from './schedule.ts';
import type { ScheduleMessage } from './schedule-message.ts';
import type { ScheduleRun } from './schedule-run.ts';
import type { ScheduleStore } from './schedule-store.ts';

/** What running a schedule that is due needs of the world. */
export interface RunSchedulePorts extends MakeJobPorts {
  readonly schedules: Pick<ScheduleStore, 'get'>;
}

/** Later than that, a run was missed: when the table cannot be reached, its message comes again every six minutes. */
const MISSED_AFTER_MS = 15 * 60_000;

const DAY_MS = 86_400_000;

/**
 * Whether something is to become of that time: it is one of the timing that the schedule has, and not so long ago that
 * nobody knows any more whether something has.
 */
const isToRun = (
  schedule: Schedule,
  { activeFromMs, dueAtMs }: ScheduleMessage,
  { clock, settings }: RunSchedulePorts,
): boolean =>
  isActive(schedule) &&
  activeFromMs === schedule.activeFromMs &&
  dueAtMs >= activeFromMs &&
  clock() - dueAtMs < settings.retentionDays * DAY_MS;

/** Why a time at which the schedule was due gets no job; `undefined`: it does. */
const reasonToSkip = (schedule: Schedule, dueAtMs: number, nowMs: number): string | undefined => {
  if (nowMs - dueAtMs <= MISSED_AFTER_MS) return undefined;
  const missed = `It could not be run before ${new Date(nowMs).toISOString()}`;
  if (schedule.missedRuns === 'skip') return `${missed}, and missed runs of this schedule are skipped.`;
  const [next] = nextDueTimes(schedule.timing, dueAtMs, 1);
  return next !== undefined && next <= nowMs ? `${missed}, when a later run was due as well.` : undefined;
};

/** Makes the job of a run and notes that it has, for the job may be deleted and the schedule be told again. */
const makeJobOnce = async (run: ScheduleRun, schedule: Schedule, ports: RunSchedulePorts): Promise<void> => {
  if (run.outcome.kind !== 'job' || run.outcome.isMade) return;
  const { outcome } = await makeJob(run, schedule, `${schedule.id}.${run.dueAtMs}`, ports);
  if (outcome.kind === 'job') await ports.scheduleRuns.put({ ...run, outcome: { ...outcome, isMade: true } });
};

/**
 * Makes the job of a schedule that is due: one for each time, however often it is told.
 *
 * Nothing, if the schedule is not there or not enabled any more, or was changed after that time.
 *
 * @throws ServiceError `unavailable`: it is to be told again.
 */
export const runSchedule = async (message: ScheduleMessage, ports: RunSchedulePorts): Promise<void> => {
  const { tenantId, scheduleId, dueAtMs } = message;
  const schedule = await ports.schedules.get(tenantId, scheduleId);
  if (!schedule || !isToRun(schedule, message, ports)) return;
  const skipped = reasonToSkip(schedule, dueAtMs, ports.clock());
  const run = await ports.scheduleRuns.begin(newRun(schedule, { trigger: 'schedule', dueAtMs, skipped }, ports));
  await makeJobOnce(run, schedule, ports);
};
