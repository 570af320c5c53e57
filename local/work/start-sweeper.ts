import type { LocalPorts } from '#local/local-ports.ts';
import type { Pending } from '#local/pending.ts';
import { sweepWork } from './sweep-work.ts';

/** As often as lib/sweeper-function.ts does. */
const INTERVAL_MS = 300_000;

/**
 * Looks after what waits from time to time: what is to expire, or whose message was lost.
 *
 * @returns what ends that.
 */
export const startSweeper = (ports: LocalPorts, pending: Pending): (() => void) => {
  const { clock, report, repeat } = ports;
  const { clear } = repeat(INTERVAL_MS, () =>
    pending
      .during(() => sweepWork(ports, clock()))
      .catch((error: unknown) => {
        report('not all that waits could be looked after', error);
      }),
  );
  return clear;
};
