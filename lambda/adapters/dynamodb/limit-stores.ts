import type { Ledger } from '#core/budgets/ledger.ts';
import type { Clock } from '#core/clock.ts';
import type { LeaseStore } from '#core/limits/lease-store.ts';
import type { RateLimitStore } from '#core/limits/rate-limit-store.ts';
import { createLeaseStore } from './lease-store.ts';
import { createLedger } from './ledger.ts';
import { createRateLimitStore } from './rate-limit-store.ts';
import type { TableClient } from './table-client.ts';

/** What limits and budgets are counted in. */
export interface LimitStores {
  readonly rateLimits: RateLimitStore;
  readonly leases: LeaseStore;
  readonly ledger: Ledger;
}

/** Keeps all that limits and budgets count in the table. */
export const createLimitStores = (table: TableClient, clock: Clock): LimitStores => ({
  rateLimits: createRateLimitStore(table),
  leases: createLeaseStore(table, clock),
  ledger: createLedger(table),
});
