/** What is looked after from time to time, by name. Each says how many it took care of. */
export type Sweeps = Readonly<Record<string, () => Promise<number>>>;

/**
 * Does each sweep in its turn, also if one before it failed.
 *
 * @returns how many each took care of, of those that took care of some.
 * @throws AggregateError after the last, if some failed.
 */
export const sweepAll = async (sweeps: Sweeps): Promise<Readonly<Record<string, number>>> => {
  const counts: Record<string, number> = {};
  const failures: unknown[] = [];
  for (const [name, sweep] of Object.entries(sweeps)) {
    try {
      const count = await sweep();
      if (count > 0) counts[name] = count;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} sweeps failed`);
  return counts;
};
