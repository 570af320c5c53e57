/** Micro-USD as USD, the way every surface shows money. */
export const toUsd = (microUsd: number): number => microUsd / 1_000_000;
