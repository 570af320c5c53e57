import assert from 'node:assert/strict';

const MINUTE_MS = 60_000;

/** `?` and `*` say nothing of a field. */
const accepts = (field: string, value: number): boolean =>
  field === '*' ||
  field === '?' ||
  field.split(',').some((item) => {
    const [first = '', last = first] = item.split('-');
    return Number(first) <= value && value <= Number(last);
  });

/** What clocks show there, by a way of its own. */
const clockText = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return (ms: number) => format.format(ms);
};

/**
 * Reads a `cron(…)` as EventBridge Scheduler's documents say, minute by minute: a second implementation to hold the first
 * against. What they do not say: of a time that clocks show twice, it takes the first.
 *
 * @returns when it is due after one moment and up to another.
 */
export const evaluateExpression = (expression: string, timeZone: string, afterMs: number, untilMs: number) => {
  const [, fields = ''] = /^cron\(([^()]+)\)$/.exec(expression) ?? assert.fail(`${expression} is not a cron()`);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = '', ...more] = fields.split(' ');
  assert.deepEqual([[dayOfMonth, dayOfWeek].filter((field) => field === '?').length, year, more], [1, '*', []]);
  const shows = clockText(timeZone);
  const seen = new Set<string>();
  const due: number[] = [];
  // What was shown in the hours before is not meant when it is shown again.
  const fromMs = Math.floor(afterMs / MINUTE_MS) * MINUTE_MS - 180 * MINUTE_MS;
  for (let ms = fromMs; ms <= untilMs; ms += MINUTE_MS) {
    const shown = shows(ms);
    const [, m, d, h, min] = (/^\d+-(\d\d)-(\d\d) (\d\d):(\d\d)$/.exec(shown) ?? []).map(Number) as [...number[]];
    const weekday = new Date(`${shown.slice(0, 10)}T00:00Z`).getUTCDay() + 1;
    const isDue =
      accepts(minute, min ?? -1) &&
      accepts(hour, h ?? -1) &&
      accepts(dayOfMonth, d ?? -1) &&
      accepts(month, m ?? -1) &&
      accepts(dayOfWeek, weekday);
    if (isDue && !seen.has(shown) && ms > afterMs) due.push(ms);
    seen.add(shown);
  }
  return due;
};
