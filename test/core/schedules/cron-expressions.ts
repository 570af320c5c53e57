import fc from 'fast-check';

const item = (least: number, most: number): fc.Arbitrary<string> => {
  const value = fc.integer({ min: least, max: most });
  const range = fc.tuple(value, value).map(([one, other]) => `${Math.min(one, other)}-${Math.max(one, other)}`);
  const step = fc.integer({ min: 1, max: most }).map((by) => `/${by}`);
  const steps = fc.tuple(fc.oneof(fc.constant('*'), range), step).map((parts) => parts.join(''));
  return fc.oneof(value.map(String), range, steps);
};

const field = (least: number, most: number): fc.Arbitrary<string> =>
  fc.array(item(least, most), { minLength: 1, maxLength: 3 }).map((items) => items.join(','));

const orAll = (of: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.oneof(fc.constant('*'), of);

/** Cron expressions that restrict one kind of day at most. */
export const cronExpressions: fc.Arbitrary<string> = fc
  .tuple(
    orAll(field(0, 59)),
    orAll(field(0, 23)),
    fc.oneof(
      fc.constant(['*', '*']),
      field(1, 31).map((day) => [day, '*']),
      field(0, 7).map((day) => ['*', day]),
    ),
    orAll(field(1, 12)),
  )
  .map(([minute, hour, [dayOfMonth, dayOfWeek], month]) => `${minute} ${hour} ${dayOfMonth} ${month} ${dayOfWeek}`);
