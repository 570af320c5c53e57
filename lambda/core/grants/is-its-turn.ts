/** What decides when a call may start. */
export interface Turn {
  readonly spentMicroUsd: number;
  /** What the calls in flight may come to cost. */
  readonly reservedMicroUsd: number;
  /** What this call may come to cost. */
  readonly mostMicroUsd: number;
  readonly maxCostMicroUsd: number;
}

/** Whether nothing that costs is in flight, or all of it and one more call fit into the budget. */
export const isItsTurn = ({ spentMicroUsd, reservedMicroUsd, mostMicroUsd, maxCostMicroUsd }: Turn): boolean =>
  reservedMicroUsd === 0 || spentMicroUsd + reservedMicroUsd + mostMicroUsd <= maxCostMicroUsd;
