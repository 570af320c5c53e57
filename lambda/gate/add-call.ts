import type { Model } from '#core/models/model.ts';
import { priceCallMicroUsd } from '#core/models/price-call.ts';
import type { ModelUsage, RunMetrics } from '#core/runs/run-event.ts';
import { addUsage, NO_USAGE } from '#core/runs/token-usage.ts';
import type { AnswerReading } from './answer-reading.ts';

/** The totals with one more call of a model, priced by itself. */
export const addCall = (metrics: RunMetrics, model: Model, { usage, isFinal }: AnswerReading): RunMetrics => {
  const costMicroUsd = priceCallMicroUsd(model, usage);
  const known = metrics.modelUsage.find((entry) => entry.model === model.id);
  const before: ModelUsage = known ?? { ...NO_USAGE, model: model.id, calls: 0, costMicroUsd: 0 };
  const after: ModelUsage = {
    ...addUsage(before, usage),
    model: model.id,
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
