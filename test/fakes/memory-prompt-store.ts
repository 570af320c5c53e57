import type { Clock } from '#core/clock.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import type { PromptStore } from '#core/prompts/prompt-store.ts';

const withoutTexts = ({ messages: _m, system: _s, response: _r, toolCalls: _t, ...rest }: Prompt): Prompt => rest;

/** Stands in for the table and the bucket: keeps prompts in memory. */
export const createMemoryPromptStore = (clock: Clock = Date.now): PromptStore => {
  const records = new Map<string, Prompt>();
  const open = new Set<string>();

  const find = (tenantId: string, id: string): Prompt | undefined => {
    const record = records.get(id);
    const isThere = record?.tenantId === tenantId && record.expiresAtSeconds * 1000 > clock();
    return isThere ? record : undefined;
  };

  return {
    create: async (prompt) => {
      if (records.has(prompt.id)) throw new Error(`there already is a prompt ${prompt.id}`);
      records.set(prompt.id, prompt);
      open.add(prompt.id);
    },
    finish: async (prompt) => {
      const record = find(prompt.tenantId, prompt.id);
      if (!record) throw new ServiceError('not_found', `There is no prompt ${prompt.id} to finish.`);
      if (record.status !== 'in_progress') return record;
      // A sweeper finishes prompts that it read without their texts.
      records.set(prompt.id, { ...record, ...prompt });
      return prompt;
    },
    close: async (tenantId, id) => {
      if (find(tenantId, id)) open.delete(id);
    },
    discard: async (tenantId, id) => {
      if (find(tenantId, id)?.status !== 'in_progress') return;
      records.delete(id);
      open.delete(id);
    },
    get: async (tenantId, id) => find(tenantId, id),
    list: async (tenantId, query) => {
      const found = [...records.values()]
        .filter(({ id }) => find(tenantId, id) !== undefined)
        .filter(({ id }) => query.after === undefined || id < query.after)
        .filter(({ createdAtMs }) => createdAtMs >= (query.createdFromMs ?? 0))
        .filter(({ createdAtMs }) => createdAtMs <= (query.createdToMs ?? Number.POSITIVE_INFINITY))
        .filter(({ model }) => query.model === undefined || model === query.model)
        .filter(({ status }) => query.status === undefined || status === query.status)
        .sort((a, b) => (a.id > b.id ? -1 : 1));
      const prompts = found.slice(0, query.limit).map(withoutTexts);
      const lastId = prompts.at(-1)?.id;
      return { prompts, hasMore: found.length > query.limit, ...(lastId !== undefined && { lastId }) };
    },
    delete: async (tenantId, id) => {
      if (!find(tenantId, id)) return false;
      if (open.has(id))
        throw new ServiceError('conflict', `The prompt ${id} is still running. Delete it once it has ended.`);
      return records.delete(id);
    },
    async *listOpen(deadlineBeforeMs) {
      for (const id of [...open]) {
        const record = records.get(id);
        if (record && find(record.tenantId, id) && record.deadlineAtMs < deadlineBeforeMs) yield withoutTexts(record);
      }
    },
  };
};
