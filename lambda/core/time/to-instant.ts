/** A moment as every surface shows it: ISO 8601, in UTC. */
export const toInstant = (ms: number): string => new Date(ms).toISOString();
