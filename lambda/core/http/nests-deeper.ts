/** Whether the value has more levels of objects and lists than that. */
export const nestsDeeper = (value: unknown, levels: number): boolean => {
  let level = [value];
  for (let depth = 0; depth <= levels; depth += 1) {
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? [item] : []));
    if (level.length === 0) return false;
    level = level.flatMap((item) => Object.values(item as object));
  }
  return true;
};
