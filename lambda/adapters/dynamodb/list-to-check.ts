import type { Clock } from '#core/clock.ts';
import { openKeys } from './open-keys.ts';
import { openSk } from './open-shards.ts';
import { readItem } from './read-item.ts';
import type { TableClient } from './table-client.ts';

/** The records, in partitions of the index, that are to be looked at before that time. */
export const listToCheck = async function* <T extends { readonly checkAtMs?: number }>(
  table: TableClient,
  clock: Clock,
  openPks: readonly string[],
  parse: (item: unknown) => T,
  checkBeforeMs: number,
): AsyncGenerator<T, void, void> {
  for (const openPk of openPks) {
    for await (const key of openKeys(table, openPk, openSk(checkBeforeMs))) {
      const item = await readItem(table, clock, key);
      // The index lags behind the table.
      const record = item && parse(item);
      if (record?.checkAtMs !== undefined && record.checkAtMs < checkBeforeMs) yield record;
    }
  }
};
