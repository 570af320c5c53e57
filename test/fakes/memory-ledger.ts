import type { Balance, Ledger, LedgerWindow, Reservation } from '#core/budgets/ledger.ts';

interface Window {
  requests: number;
  spentMicroUsd: number;
  readonly reserved: Map<string, number>;
}

const allows = ({ requests }: Balance, { maxRequests = Number.POSITIVE_INFINITY }: Reservation): boolean =>
  requests < maxRequests;

const affords = ({ spentMicroUsd, reservedMicroUsd }: Balance, { microUsd, budgetMicroUsd }: Reservation): boolean =>
  budgetMicroUsd === undefined || spentMicroUsd + reservedMicroUsd + microUsd <= budgetMicroUsd;

/** Stands in for the table: keeps what windows have seen in memory. */
export const createMemoryLedger = (): Ledger => {
  const windows = new Map<string, Window>();

  const find = ({ subject, unit, startsAtMs }: LedgerWindow): Window => {
    const key = `${subject} ${unit} ${startsAtMs}`;
    const window = windows.get(key) ?? { requests: 0, spentMicroUsd: 0, reserved: new Map<string, number>() };
    windows.set(key, window);
    return window;
  };

  const balanceOf = ({ requests, spentMicroUsd, reserved }: Window): Balance => ({
    requests,
    spentMicroUsd,
    reservedMicroUsd: [...reserved.values()].reduce((sum, microUsd) => sum + microUsd, 0),
  });

  return {
    reserve: async (promptId, reservation) => {
      const window = find(reservation);
      const before = balanceOf(window);
      if (window.reserved.has(promptId)) return { isReserved: true, balance: before };
      if (!allows(before, reservation) || !affords(before, reservation)) return { isReserved: false, balance: before };
      window.requests += 1;
      window.reserved.set(promptId, reservation.microUsd);
      return { isReserved: true, balance: balanceOf(window) };
    },
    settle: async (promptId, reservation, spentMicroUsd) => {
      const window = find(reservation);
      if (!window.reserved.delete(promptId)) return undefined;
      window.spentMicroUsd += spentMicroUsd;
      return balanceOf(window);
    },
    isReserved: async (promptId, window) => find(window).reserved.has(promptId),
    cancel: async (promptId, reservation) => {
      const window = find(reservation);
      if (window.reserved.delete(promptId)) window.requests -= 1;
    },
    read: async (window) => balanceOf(find(window)),
  };
};
