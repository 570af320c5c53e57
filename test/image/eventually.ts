import { setTimeout as sleep } from 'node:timers/promises';

const INTERVAL_MS = 50;
const LIMIT_MS = 20_000;

/** Looks again and again until what it sees is accepted; gives up with the last it saw. */
export const eventually = async <T>(look: () => Promise<T>, accept: (seen: T) => boolean): Promise<T> => {
  const startedAtMs = performance.now();
  while (true) {
    const seen = await look();
    if (accept(seen)) return seen;
    if (performance.now() - startedAtMs > LIMIT_MS)
      throw new Error(`waited in vain, at last for ${JSON.stringify(seen)}`);
    await sleep(INTERVAL_MS);
  }
};
