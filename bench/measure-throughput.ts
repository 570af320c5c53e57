import type { Contestant } from './contestant.ts';
import { markdownTable } from './markdown-table.ts';

const askMany = async (contestant: Contestant, concurrency: number, durationMs: number): Promise<number> => {
  const startedAtMs = performance.now();
  let answers = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() - startedAtMs < durationMs) {
      await contestant.ask(`[[say: answer ${answers}]]`);
      answers += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, caller));
  return answers / ((performance.now() - startedAtMs) / 1000);
};

/** Counts answers per second while so many callers ask without a pause. */
export const measureThroughput = async (
  contestants: readonly Contestant[],
  concurrencies: readonly number[],
  durationMs: number,
): Promise<string> => {
  const rows: (string | number)[][] = contestants.map(({ name }) => [name]);
  for (const concurrency of concurrencies) {
    for (const [which, contestant] of contestants.entries()) {
      const perSecond = await askMany(contestant, concurrency, durationMs);
      rows[which]?.push(perSecond.toFixed(1));
    }
  }
  return markdownTable(['answers per second', ...concurrencies.map((count) => `${count} at once`)], rows);
};
