import type { Clock } from '#core/clock.ts';
import type { TextName, TextStore } from '#core/texts/text-store.ts';

const keyOf = ({ tenantId, name }: TextName): string => JSON.stringify([tenantId, name]);

/** Stands in for the table and the bucket: keeps texts in memory. */
export const createMemoryTextStore = (clock: Clock = Date.now): TextStore => {
  const texts = new Map<string, { readonly text: string; readonly expiresAtSeconds: number }>();
  return {
    put: async (name, text, expiresAtSeconds) => {
      texts.set(keyOf(name), { text, expiresAtSeconds });
    },
    get: async (name) => {
      const found = texts.get(keyOf(name));
      return found && found.expiresAtSeconds * 1000 > clock() ? found.text : undefined;
    },
    delete: async (name) => {
      texts.delete(keyOf(name));
    },
  };
};
