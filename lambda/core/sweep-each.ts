import { mapInOrder } from './map-in-order.ts';

/** A function has some minutes, and each takes a few calls of a store. */
const AT_ONCE = 8;

/**
 * Does something with each, a few at once, also if it failed with one before: one such does not keep the others from it.
 *
 * @param take takes care of one; `false` if there was nothing to do.
 * @returns how many were taken care of.
 * @throws AggregateError after the last, if it failed with some.
 */
export const sweepEach = async <T>(items: AsyncIterable<T>, take: (item: T) => Promise<boolean>): Promise<number> => {
  let count = 0;
  const failures: unknown[] = [];
  const tryToTake = async (item: T): Promise<void> => {
    try {
      if (await take(item)) count += 1;
    } catch (error) {
      failures.push(error);
    }
  };
  for await (const _ of mapInOrder(items, AT_ONCE, tryToTake));
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} could not be taken care of`);
  return count;
};
