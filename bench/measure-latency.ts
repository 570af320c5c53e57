import { setTimeout } from 'node:timers/promises';
import type { Contestant, Timing } from './contestant.ts';
import { markdownTable } from './markdown-table.ts';
import { percentile } from './percentile.ts';

/** Long enough for the pool to have its processes warm again: this measures warm answers. */
const PAUSE_MS = 1_500;

const round = (ms: number): number => Math.round(ms);

/**
 * Times the contestants in turn, `rounds` times, so that a slow moment of the machine strikes all of them.
 *
 * The first contestant is the floor that the others add to.
 */
export const measureLatency = async (contestants: readonly Contestant[], rounds: number): Promise<string> => {
  const timings = contestants.map((): Timing[] => []);
  for (let index = -1; index < rounds; index += 1) {
    for (const [which, contestant] of contestants.entries()) {
      await setTimeout(PAUSE_MS);
      const timing = await contestant.ask(`[[say: round ${index}]]`);
      // The first round warms what is loaded only once.
      if (index >= 0) timings[which]?.push(timing);
    }
  }
  const row = (samples: readonly Timing[], name: string): (string | number)[] => {
    const first = samples.map(({ firstTokenMs }) => firstTokenMs);
    const total = samples.map(({ totalMs }) => totalMs);
    const floor = (timings[0] ?? []).map(({ firstTokenMs }) => firstTokenMs);
    const added = first.map((ms, index) => ms - (floor[index] ?? 0));
    return [
      name,
      ...[percentile(first, 0.5), percentile(first, 0.95), percentile(added, 0.5)].map(round),
      ...[percentile(total, 0.5), percentile(total, 0.95)].map(round),
    ];
  };
  return markdownTable(
    ['', 'first token p50, ms', 'p95', 'added to the first, p50', 'whole answer p50', 'p95'],
    contestants.map(({ name }, which) => row(timings[which] ?? [], name)),
  );
};
