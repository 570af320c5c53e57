import type { Clock } from '#core/clock.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import { OPEN_PROMPTS } from './keys.ts';
import { openKeys } from './open-keys.ts';
import { openSk } from './open-shards.ts';
import { PromptItem, WITHOUT_TEXTS } from './prompt-item.ts';
import { readItem } from './read-item.ts';
import type { TableClient } from './table-client.ts';

/** Prompts noted as open whose deadline is before that time. */
export const listOpenPrompts = async function* (
  table: TableClient,
  clock: Clock,
  deadlineBeforeMs: number,
): AsyncGenerator<Prompt, void, void> {
  for (const openPk of OPEN_PROMPTS.pks) {
    for await (const key of openKeys(table, openPk, openSk(deadlineBeforeMs))) {
      // The index lags behind the table: what it lists may have been closed or deleted since.
      const item = await readItem(table, clock, key, WITHOUT_TEXTS);
      if (item?.['openPk'] !== undefined) yield PromptItem.parse(item);
    }
  }
};
