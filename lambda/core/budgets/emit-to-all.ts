import type { EmitBudgetEvent } from './budget-event.ts';

/** Tells all of them of each event, at the same time. */
export const emitToAll =
  (...emitters: readonly EmitBudgetEvent[]): EmitBudgetEvent =>
  async (event) => {
    await Promise.all(emitters.map((emit) => emit(event)));
  };
