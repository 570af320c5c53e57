import { firstIdAt } from '#adapters/system/first-id-at.ts';
import type { Clock } from '#core/clock.ts';
import type { PromptPage, PromptQuery } from '#core/prompts/prompt-store.ts';
import { LAST, promptIdOf, promptSk, tenantPk } from './keys.ts';
import { listRange } from './list-range.ts';
import { PromptItem, WITHOUT_TEXTS } from './prompt-item.ts';
import type { TableClient } from './table-client.ts';

const idRange = ({ after, createdFromMs, createdToMs }: PromptQuery) => {
  const from = createdFromMs === undefined ? '' : firstIdAt('prompt', createdFromMs);
  const to = createdToMs === undefined ? LAST : firstIdAt('prompt', createdToMs + 1);
  return { from, before: after !== undefined && after < to ? after : to };
};

/** A page of a tenant's prompts, newest first. */
export const listPrompts = async (
  table: TableClient,
  clock: Clock,
  tenantId: string,
  query: PromptQuery,
): Promise<PromptPage> => {
  const { from, before } = idRange(query);
  const { model, status, limit } = query;
  const { items, hasMore, lastSk } = await listRange(table, clock, {
    pk: tenantPk(tenantId),
    from: promptSk(from),
    before: promptSk(before),
    limit,
    filter: { model, status },
    projection: WITHOUT_TEXTS,
  });
  const prompts = items.map((item) => PromptItem.parse(item));
  return { prompts, hasMore, ...(lastSk !== undefined && { lastId: promptIdOf(lastSk) }) };
};
