/** The value that stands after a change of undefined (none), null (taken away), or another value. */
export const settled = <T>(change: T | null | undefined, before: T | undefined): T | undefined =>
  change === undefined ? before : (change ?? undefined);
