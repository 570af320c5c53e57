import { z } from 'zod';

/** A calendar day or month of a key's, another caller's, or a tenant's, in which requests and costs are counted. */
export const LedgerWindow = z.object({
  /** `principal:<id>` or `tenant:<id>`. */
  subject: z.string(),
  unit: z.enum(['day', 'month']),
  startsAtMs: z.int(),
  endsAtMs: z.int(),
});
export type LedgerWindow = z.infer<typeof LedgerWindow>;

/** What a prompt holds of such a window until it is settled. */
export const Reservation = LedgerWindow.extend({
  /** The most that its run may cost; 0 if the window limits no costs. */
  microUsd: z.int().nonnegative(),
  /** What the window may cost in all. */
  budgetMicroUsd: z.int().positive().exactOptional(),
  /** How many requests the window allows in all. */
  maxRequests: z.int().positive().exactOptional(),
});
export type Reservation = z.infer<typeof Reservation>;

/** How long a window is kept after its end: whatever was reserved in it is settled by then. */
export const WINDOW_KEPT_MS = 7 * 86_400_000;

/** What has been counted in a window. */
export interface Balance {
  readonly requests: number;
  readonly spentMicroUsd: number;
  /** What runs under way may come to cost. */
  readonly reservedMicroUsd: number;
}

/** Whether something was reserved, and what the window has seen by then. */
export interface ReserveAnswer {
  readonly isReserved: boolean;
  readonly balance: Balance;
}

/**
 * Keeps what each window has seen, atomically: what is spent and what is reserved never pass what is allowed.
 *
 * What was reserved is settled once, however often that is repeated, and only where it was reserved.
 */
export interface Ledger {
  /** Reserves for a prompt, as far as the window allows it. Safe to repeat. */
  reserve(promptId: string, reservation: Reservation): Promise<ReserveAnswer>;
  /**
   * Books what a run has cost in the place of what was reserved for it.
   *
   * @returns the balance after it; `undefined` if nothing was reserved any more.
   */
  settle(promptId: string, reservation: Reservation, spentMicroUsd: number): Promise<Balance | undefined>;
  /** Whether something is reserved for the prompt, and not settled. */
  isReserved(promptId: string, window: LedgerWindow): Promise<boolean>;
  /** Takes a reservation back, and its request: the prompt was refused. Safe to repeat. */
  cancel(promptId: string, reservation: Reservation): Promise<void>;
  read(window: LedgerWindow): Promise<Balance>;
}
