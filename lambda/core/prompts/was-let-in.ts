import { WINDOW_KEPT_MS } from '#core/budgets/ledger.ts';
import type { ReservePorts } from '#core/budgets/reserve-quotas.ts';
import type { Prompt } from './prompt.ts';

/**
 * Whether a prompt that a crash left open had been let in: all that it was to reserve is reserved, or settled since.
 *
 * Where a window has been deleted meanwhile, nobody knows; then it had.
 */
export const wasLetIn = async (
  { id, status, holds }: Pick<Prompt, 'id' | 'status' | 'holds'>,
  { ledger, clock }: ReservePorts,
): Promise<boolean> => {
  // Settling begins with the prompt's ending.
  if (status !== 'in_progress') return true;
  const kept = (holds?.reservations ?? []).filter(({ endsAtMs }) => clock() < endsAtMs + WINDOW_KEPT_MS);
  const areReserved = await Promise.all(kept.map((reservation) => ledger.isReserved(id, reservation)));
  return areReserved.every((isReserved) => isReserved);
};
