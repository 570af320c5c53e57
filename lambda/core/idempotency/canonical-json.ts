const sorted = (_name: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** The value as JSON that does not depend on the order in which an object's members were written. */
export const canonicalJson = (value: unknown): string => JSON.stringify(value, sorted) ?? '';
