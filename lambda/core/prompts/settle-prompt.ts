import { type SettleHoldsPorts, settleHolds } from '#core/budgets/settle-holds.ts';
import type { RunMetrics } from '#core/runs/run-event.ts';
import { usageIncrement } from '#core/usage/usage-increment.ts';
import type { UsageStore } from '#core/usage/usage-store.ts';
import type { Prompt } from './prompt.ts';
import type { PromptStore } from './prompt-store.ts';

/** What settlement needs of the world. */
export interface SettlementPorts extends SettleHoldsPorts {
  readonly prompts: PromptStore;
  readonly usage: UsageStore;
  /**
   * What the run of that prompt has used, by a count that the runner cannot forge, if there is one; lets it use no more.
   * @default - what the runner says is believed
   */
  readonly meter?: (promptId: string) => Promise<RunMetrics | undefined>;
}

const settleLimits = async ({ id, tenantId, holds, metrics, ...prompt }: Prompt, ports: SettleHoldsPorts) => {
  if (!holds) return;
  const { usage, costMicroUsd } = metrics;
  const tokens = Object.values(usage).reduce((sum, count) => sum + count, 0);
  const endedAtMs = prompt.finishedAtMs ?? prompt.createdAtMs;
  await settleHolds({ promptId: id, tenantId, holds, costMicroUsd, tokens, endedAtMs }, ports);
};

/**
 * Stores how a prompt ended and counts what it used, and closes it: all of `settlePrompt` but that its id stays with the
 * counters. Safe to repeat until that is forgotten.
 *
 * @returns the record as it stands: the first ending wins.
 */
export const closePrompt = async (ended: Prompt, ports: SettlementPorts): Promise<Prompt> => {
  const { prompts, usage, meter } = ports;
  const metrics = (await meter?.(ended.id)) ?? ended.metrics;
  const settled = await prompts.finish({ ...ended, metrics });
  await Promise.all([usage.add(usageIncrement(settled)), settleLimits(settled, ports)]);
  await prompts.close(settled.tenantId, settled.id);
  return settled;
};

/**
 * Stores how a prompt ended and counts what it used, exactly once.
 *
 * The order makes it safe to repeat after a crash at any step: the prompt stays noted as open until it has been
 * counted, and its id stays with the counters until it is no longer open. What it held of limits and budgets is given
 * back and booked in between.
 *
 * @returns the record as it stands: the first ending wins.
 */
export const settlePrompt = async (ended: Prompt, ports: SettlementPorts): Promise<Prompt> => {
  const settled = await closePrompt(ended, ports);
  await ports.usage.forget(usageIncrement(settled));
  return settled;
};
