import type { PromptStore } from '#core/prompts/prompt-store.ts';
import type { UsageStore } from '#core/usage/usage-store.ts';
import type { Pending } from './pending.ts';

/** The stores that the first and the last write of a prompt go to. */
interface PromptStores {
  readonly prompts: PromptStore;
  readonly usage: UsageStore;
}

/** The stores, made to note each prompt as under way from its creation until it is settled or discarded. */
export const trackPrompts = <S extends PromptStores>(stores: S, pending: Pending): S => ({
  ...stores,
  prompts: {
    ...stores.prompts,
    create: async (prompt) => {
      await stores.prompts.create(prompt);
      pending.add(prompt.id);
    },
    discard: async (tenantId, id) => {
      await stores.prompts.discard(tenantId, id);
      pending.delete(id);
    },
  },
  usage: {
    ...stores.usage,
    forget: async (increment) => {
      await stores.usage.forget(increment);
      pending.delete(increment.promptId);
    },
  },
});
