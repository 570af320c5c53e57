import type { ModelUsage, RunMetrics } from './run-event.ts';
import { addUsage, NO_USAGE, type TokenUsage } from './token-usage.ts';

/** One call of a model, as it is counted. */
export interface CountedCall {
  /** Full id of the model. */
  readonly model: string;
  readonly usage: TokenUsage;
  readonly costMicroUsd: number;
  /** False: the provider has not given its final count. */
  readonly isFinal: boolean;
}

/** The totals with one more call. */
export const addCall = (metrics: RunMetrics, { model, usage, costMicroUsd, isFinal }: CountedCall): RunMetrics => {
  const known = metrics.modelUsage.find((entry) => entry.model === model);
  const before: ModelUsage = known ?? { ...NO_USAGE, model, calls: 0, costMicroUsd: 0 };
  const after: ModelUsage = {
    ...addUsage(before, usage),
    model,
    calls: before.calls + 1,
    costMicroUsd: before.costMicroUsd + costMicroUsd,
  };
  return {
    usage: addUsage(metrics.usage, usage),
    modelUsage: known
      ? metrics.modelUsage.map((entry) => (entry === known ? after : entry))
      : [...metrics.modelUsage, after],
    costMicroUsd: metrics.costMicroUsd + costMicroUsd,
    isEstimated: metrics.isEstimated || !isFinal,
  };
};
