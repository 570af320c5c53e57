import type { PromptStore } from '#core/prompts/prompt-store.ts';
import type { Pending } from './pending.ts';

/** The store, made to note each prompt as under way from its creation until it is settled or discarded. */
export const trackPrompts = (store: PromptStore, pending: Pending): PromptStore => ({
  ...store,
  create: async (prompt) => {
    await store.create(prompt);
    pending.add(prompt.id);
  },
  discard: async (tenantId, id) => {
    await store.discard(tenantId, id);
    pending.delete(id);
  },
  close: async (tenantId, id) => {
    await store.close(tenantId, id);
    pending.delete(id);
  },
});
