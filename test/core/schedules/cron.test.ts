import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readCron } from '#core/schedules/cron.ts';

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

const ALL = {
  minutes: range(0, 59),
  hours: range(0, 23),
  daysOfMonth: range(1, 31),
  months: range(1, 12),
  daysOfWeek: range(0, 6),
};

describe('a cron expression is read', () => {
  for (const [expression, expected] of [
    ['* * * * *', {}],
    ['0 7 * * 1-5', { minutes: [0], hours: [7], daysOfWeek: range(1, 5) }],
    ['  */20   9-17/4  *\t*  * ', { minutes: [0, 20, 40], hours: [9, 13, 17] }],
    ['5,1,5 0 1,15 */6 *', { minutes: [1, 5], hours: [0], daysOfMonth: [1, 15], months: [1, 7] }],
    ['0 0 * jan-mar,DEC mon,Wed', { minutes: [0], hours: [0], months: [1, 2, 3, 12], daysOfWeek: [1, 3] }],
    ['0 0 * * 0', { minutes: [0], hours: [0], daysOfWeek: [0] }],
    ['0 0 * * 7', { minutes: [0], hours: [0], daysOfWeek: [0] }],
    ['0 0 * * 5-7', { minutes: [0], hours: [0], daysOfWeek: [0, 5, 6] }],
    ['0 0 * * FRI-SUN', { minutes: [0], hours: [0], daysOfWeek: [0, 5, 6] }],
    ['0 0 * * SUN-SUN', { minutes: [0], hours: [0], daysOfWeek: [0] }],
    ['0 0 * * 0-7', { minutes: [0], hours: [0] }],
    ['0 0 * * */2', { minutes: [0], hours: [0], daysOfWeek: [0, 2, 4, 6] }],
    ['0 0 29 2 *', { minutes: [0], hours: [0], daysOfMonth: [29], months: [2] }],
  ] as const) {
    test(`"${expression}"`, () => assert.deepEqual(readCron(expression), { ...ALL, ...expected }));
  }
});

describe('fails to read', () => {
  for (const [expression, message] of [
    ['', /five fields \(minute, hour, day of month, month, day of week\), not 1/],
    ['0 0 7 * * *', /five fields .*, not 6/],
    ['@daily', /five fields/],
    ['60 * * * *', /the minute must be 0 to 59, not 60/],
    ['* 24 * * *', /the hour must be 0 to 23, not 24/],
    ['* * 0 * *', /the day of month must be 1 to 31, not 0/],
    ['* * * 13 *', /the month must be 1 to 12, or JAN to DEC, not 13/],
    ['* * * * 8', /the day of week must be 0 to 7, or SUN to SAT, not 8/],
    ['* * * MON *', /the month must be .*, not MON/],
    ['0x1 * * * *', /the minute must be .*, not 0X1/],
    ['-1 * * * *', /the minute "-1" must be like/],
    ['1,,2 * * * *', /the minute "" must be like/],
    ['* * L * *', /the day of month must be .*, not L/],
    ['* * ? * *', /the day of month "\?" must be like/],
    ['* * * * 5#2', /the day of week "5#2" must be like/],
    ['5/10 * * * *', /the minute "5\/10" has a step, but no range: write 5-59\/10/],
    ['*/0 * * * *', /the step of the minute "\*\/0" must be 1 to 59/],
    ['*/60 * * * *', /the step of the minute "\*\/60" must be 1 to 59/],
    ['30-10 * * * *', /the minute "30-10" must begin with the lesser value/],
    ['0 0 * * 6-1', /the day of week "6-1" must begin with the lesser value/],
    ['0 0 1 * 1', /day of month or day of week must be \*; .* make two schedules/],
    ['0 0 1-31 * 1', /make two schedules/],
  ] as const) {
    test(`"${expression}"`, () => assert.throws(() => readCron(expression), { message }));
  }
});
