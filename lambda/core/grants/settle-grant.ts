import { addCall } from '#core/runs/add-call.ts';
import type { RunMetrics } from '#core/runs/run-event.ts';
import { changeGrant } from './change-grant.ts';
import type { Grant } from './grant.ts';
import type { GrantStore } from './grant-store.ts';

export interface SettleGrantPorts {
  readonly grants: GrantStore;
  /** @default - calls in flight are not waited for: whoever made them is gone */
  readonly sleep?: (durationMs: number) => Promise<unknown>;
}

/** The gate function looks once a second whether it is to break off. */
const MAX_WAIT_MS = 5_000;
/** A call whose answer the run has read to its end is booked within milliseconds. */
const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 160;

/**
 * Ends the right of a run to make calls. @returns what it has used; `undefined` if it never had such a right.
 *
 * Calls in flight are waited for, as the gate breaks them off. What is not booked then, because the gate has died, is
 * counted at the most that it can have cost. Safe to repeat.
 */
export const settleGrant = async (
  runId: string,
  { grants, sleep }: SettleGrantPorts,
): Promise<RunMetrics | undefined> => {
  const found = await grants.get(runId);
  if (!found) return undefined;
  const close = (grant: Grant): Grant => (grant.isClosed ? grant : { ...grant, isClosed: true });
  let grant = await changeGrant(grants, found, close);
  for (let waitedMs = 0; sleep && grant.reservations.length > 0 && waitedMs < MAX_WAIT_MS; ) {
    // Longer and longer: what is not booked soon is waiting to be broken off.
    const pauseMs = Math.min(FIRST_PAUSE_MS + waitedMs, LONGEST_PAUSE_MS);
    await sleep(pauseMs);
    waitedMs += pauseMs;
    grant = (await grants.get(runId)) ?? grant;
  }
  return grant.reservations.reduce((metrics, { most }) => addCall(metrics, most), grant.spent);
};
