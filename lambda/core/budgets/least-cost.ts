import type { Model } from '#core/models/model.ts';
import { priceCallMicroUsd } from '#core/models/price-call.ts';
import { NO_USAGE } from '#core/runs/token-usage.ts';
import { LEAST_RUN_MICRO_USD } from './least-run-micro-usd.ts';

/** What a prompt costs at least, in micro-USD: what its first model call reads is paid for, however soon that is cut. */
export const leastCost = (model: Model, inputTokens: number): number =>
  priceCallMicroUsd(model, { ...NO_USAGE, inputTokens });

/** What a budget must have left for a prompt that costs at least that much. */
export const leastLeft = (budgetMicroUsd: number, leastMicroUsd: number): number =>
  Math.max(leastMicroUsd, Math.min(LEAST_RUN_MICRO_USD, budgetMicroUsd));
