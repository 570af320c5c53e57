import { table } from './table.ts';

/** One thing, a line for each of its members; those of members are named by their path, such as `limits.requests_per_day`. */
export const details = (thing: object): string => {
  const [[title = '', value = ''] = [], ...rest] = lines(thing);
  return table([{ title }, { title: value }], rest);
};

const lines = (thing: object, path = ''): readonly (readonly [string, string])[] =>
  Object.entries(thing).flatMap(([name, value]) =>
    isObject(value) ? lines(value, `${path}${name}.`) : [[path + name, text(value)] as const],
  );

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string => {
  if (value === null) return '-';
  return Array.isArray(value) ? value.join(', ') || 'none' : String(value);
};
