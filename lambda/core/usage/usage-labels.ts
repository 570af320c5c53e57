import { z } from 'zod';
import type { Settings } from '#core/settings.ts';
import { calendarDay } from '#core/time/calendar-day.ts';
import { calendarHour } from '#core/time/calendar-hour.ts';
import { OTHER_VALUES } from './usage-store.ts';

/**
 * What the usage of a prompt is counted under, by the settings when it was accepted.
 *
 * Kept with its record, so that whoever settles it, whenever, counts it in the same place.
 */
export const UsageLabels = z.object({
  /** `YYYY-MM-DD`, of the calendar in the deployment's time zone. */
  day: z.string(),
  /** As `calendarHour` gives it. */
  hour: z.string(),
  /** By key; what is empty is not there. */
  metadata: z.record(z.string(), z.string()),
});
export type UsageLabels = z.infer<typeof UsageLabels>;

/** A value is part of a key of the table, which has at most 1,024 bytes. */
const MAX_VALUE_CHARS = 100;

/** The labels of a prompt that is accepted then. */
export const usageLabels = (
  nowMs: number,
  metadata: Readonly<Record<string, string>>,
  { timeZone, usageMetadataKeys }: Pick<Settings, 'timeZone' | 'usageMetadataKeys'>,
): UsageLabels => {
  const values = usageMetadataKeys.flatMap((key) => {
    const value = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
    if (!value) return [];
    return [[key, value.length > MAX_VALUE_CHARS ? OTHER_VALUES : value] as const];
  });
  return {
    day: calendarDay(nowMs, timeZone),
    hour: calendarHour(nowMs, timeZone),
    metadata: Object.fromEntries(values),
  };
};
