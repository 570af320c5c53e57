/** The value that stands after a change to another, to null (taken away), or to undefined (left as it is). */
export const patched = <T>(change: T | null | undefined, before: T | undefined): T | undefined =>
  change === undefined ? before : (change ?? undefined);
