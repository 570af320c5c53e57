import type { UsageIncrement, UsageStore } from '#core/usage/usage-store.ts';
import { utcDay } from '#core/usage/utc-day.ts';
import type { Prompt } from './prompt.ts';
import type { PromptStore } from './prompt-store.ts';

/** What settlement needs of the world. */
export interface SettlementPorts {
  readonly prompts: PromptStore;
  readonly usage: UsageStore;
}

const incrementOf = (prompt: Prompt): UsageIncrement => ({
  promptId: prompt.id,
  tenantId: prompt.tenantId,
  day: utcDay(prompt.createdAtMs),
  model: prompt.model,
  isError: prompt.status === 'failed',
  modelUsage: prompt.metrics.modelUsage,
});

/**
 * Stores how a prompt ended and counts what it used, exactly once.
 *
 * The order makes it safe to repeat after a crash at any step: the prompt stays noted as open until it has been
 * counted, and its id stays with the counters until it is no longer open.
 *
 * @returns the record as it stands: the first ending wins.
 */
export const settlePrompt = async (ended: Prompt, { prompts, usage }: SettlementPorts): Promise<Prompt> => {
  const settled = await prompts.finish(ended);
  const increment = incrementOf(settled);
  await usage.add(increment);
  await prompts.close(settled.tenantId, settled.id);
  await usage.forget(increment);
  return settled;
};
