import { estimateInputTokens } from '#core/limits/estimate-tokens.ts';
import { priceCallMicroUsd } from '#core/models/price-call.ts';
import type { PromptCommand } from '#core/prompts/prompt-command.ts';
import { NO_USAGE } from '#core/runs/token-usage.ts';
import { LEAST_RUN_MICRO_USD } from './least-run-micro-usd.ts';

/** What a prompt costs at least, in micro-USD: what its first model call reads is paid for, however soon that is cut. */
export const leastCost = (command: PromptCommand): number =>
  priceCallMicroUsd(command.model, { ...NO_USAGE, inputTokens: estimateInputTokens(command) });

/** What a budget must have left for a prompt that costs at least that much. */
export const leastLeft = (budgetMicroUsd: number, leastMicroUsd: number): number =>
  Math.max(leastMicroUsd, Math.min(LEAST_RUN_MICRO_USD, budgetMicroUsd));
