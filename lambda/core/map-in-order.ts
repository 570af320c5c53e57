/**
 * What is made of each item, in the order of the items, so many of them at once.
 *
 * @param atOnce no more than that are under way, or wait for an earlier one.
 */
export const mapInOrder = async function* <T, R>(
  items: AsyncIterable<T> | Iterable<T>,
  atOnce: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R, void, void> {
  const running: Promise<R>[] = [];
  for await (const item of items) {
    const result = map(item);
    // One that fails while an earlier one is waited for is told when its turn comes.
    result.catch(() => {});
    running.push(result);
    if (running.length >= atOnce) yield (await running.shift()) as R;
  }
  for (let result = running.shift(); result; result = running.shift()) yield await result;
};
