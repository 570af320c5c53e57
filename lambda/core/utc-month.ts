/** The UTC month of a moment, `YYYY-MM`. */
export const utcMonth = (ms: number): string => new Date(ms).toISOString().slice(0, 7);
