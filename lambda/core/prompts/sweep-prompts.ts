import { cancelReservations } from '#core/budgets/reserve-quotas.ts';
import type { Clock } from '#core/clock.ts';
import { sweepEach } from '#core/sweep-each.ts';
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
const sweepPrompt = async (prompt: Prompt, ports: SweepPorts): Promise<true> => {
  if (await wasLetIn(prompt, ports)) {
    // One that had ended, and was only not counted, keeps its ending: the first wins.
    await settlePrompt(interrupted(prompt, ports.clock()), ports);
    return true;
  }
  // It died on its way in, and nobody was told of it: as if it had been refused.
  await cancelReservations(prompt.id, prompt.holds?.reservations ?? [], ports.ledger);
  await ports.prompts.discard(prompt.tenantId, prompt.id);
  return true;
};

/**
 * Ends and counts the prompts that a crash left open, of all tenants, and forgets those that were not let in yet.
 *
 * @param deadlineBeforeMs only prompts that must have ended before then; `Infinity` if nothing can still be running.
 * @returns how many there were.
 * @throws AggregateError after the last, if some could not be settled.
 */
export const sweepPrompts = (ports: SweepPorts, deadlineBeforeMs: number): Promise<number> =>
  sweepEach(ports.prompts.listOpen(deadlineBeforeMs), (prompt) => sweepPrompt(prompt, ports));
