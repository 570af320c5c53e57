import { cancelReservations } from '#core/budgets/reserve-quotas.ts';
import type { Clock } from '#core/clock.ts';
import type { Prompt } from './prompt.ts';
import { type SettlementPorts, settlePrompt } from './settle-prompt.ts';
import { wasLetIn } from './was-let-in.ts';

/** How long after its deadline whoever ran a prompt may still be settling it. */
export const SETTLEMENT_GRACE_MS = 300_000;

const interrupted = (prompt: Prompt, nowMs: number): Prompt => ({
  ...prompt,
  status: 'failed',
  error: {
    code: 'interrupted',
    message: 'The service stopped while this prompt was running. What it used until then may not be counted.',
    source: 'gateway',
  },
  finishedAtMs: nowMs,
});

type SweepPorts = SettlementPorts & { readonly clock: Clock };

/** Does with a prompt what its own process would have done. */
const sweep = async (prompt: Prompt, ports: SweepPorts): Promise<void> => {
  if (await wasLetIn(prompt, ports)) {
    // One that had ended, and was only not counted, keeps its ending: the first wins.
    await settlePrompt(interrupted(prompt, ports.clock()), ports);
    return;
  }
  // It died on its way in, and nobody was told of it: as if it had been refused.
  await cancelReservations(prompt.id, prompt.holds?.reservations ?? [], ports.ledger);
  await ports.prompts.discard(prompt.tenantId, prompt.id);
};

/**
 * Ends and counts the prompts that a crash left open, of all tenants, and forgets those that were not let in yet.
 *
 * @param deadlineBeforeMs only prompts that must have ended before then; `Infinity` if nothing can still be running.
 * @returns how many there were.
 * @throws AggregateError after the last, if some could not be settled: one such does not keep the others from it.
 */
export const sweepPrompts = async (ports: SweepPorts, deadlineBeforeMs: number): Promise<number> => {
  let count = 0;
  const failures: unknown[] = [];
  for await (const prompt of ports.prompts.listOpen(deadlineBeforeMs)) {
    try {
      await sweep(prompt, ports);
      count += 1;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} open prompts could not be settled`);
  return count;
};
