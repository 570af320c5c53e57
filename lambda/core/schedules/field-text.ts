/** Values of a field of a cron expression, in rising order, as a list of ranges such as `0-3,7`; `*` if that is all. */
export const fieldText = (values: readonly number[], count: number): string => {
  if (values.length === count) return '*';
  const ranges: { readonly first: number; last: number }[] = [];
  for (const value of values) {
    const range = ranges.at(-1);
    if (range?.last === value - 1) range.last = value;
    else ranges.push({ first: value, last: value });
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
};
