/** Of arm64 in most Regions, first tier: https://aws.amazon.com/lambda/pricing/ */
const USD_PER_GB_SECOND = 0.0000133334;
const USD_PER_REQUEST = 0.2 / 1_000_000;

/** What one invocation costs that takes so long. */
export const lambdaCostUsd = (memoryMb: number, durationMs: number): number =>
  USD_PER_REQUEST + (memoryMb / 1024) * (durationMs / 1000) * USD_PER_GB_SECOND;
