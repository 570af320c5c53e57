import type { Settings } from './settings.ts';

const DAY_SECONDS = 86_400;

/** When a record that is made now is to be deleted, in seconds. */
export const expirySeconds = (nowMs: number, { retentionDays }: Pick<Settings, 'retentionDays'>): number =>
  Math.floor(nowMs / 1000) + retentionDays * DAY_SECONDS;
