import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Clock } from '#core/clock.ts';
import type { BodyStore } from '#core/prompts/body-store.ts';
import type { TextStore } from '#core/texts/text-store.ts';
import { textKey } from './keys.ts';
import { readItem } from './read-item.ts';
import type { TableClient } from './table-client.ts';

/** A longer text goes to the body store: an item may have 400 KB, and costs by its size. */
const MAX_INLINE_BYTES = 64 * 1024;

const TextItem = z.object({ text: z.string().exactOptional(), bodyKey: z.string().exactOptional() });

export interface TextStorePorts {
  readonly table: TableClient;
  readonly bodies: BodyStore;
  readonly clock: Clock;
}

/** Keeps each text in an item, or, if it is large, in the body store, where its age ends it. */
export const createTextStore = ({ table, bodies, clock }: TextStorePorts): TextStore => {
  const { documents, tableName: TableName } = table;
  return {
    put: async (name, text, expiresAtSeconds) => {
      const isInline = Buffer.byteLength(text) <= MAX_INLINE_BYTES;
      const bodyKey = `texts/${name.tenantId}/${name.name}`;
      if (!isInline) await bodies.put(bodyKey, text);
      const Item = { ...textKey(name), expiresAtSeconds, ...(isInline ? { text } : { bodyKey }) };
      await documents.send(new PutCommand({ TableName, Item }));
    },

    get: async (name) => {
      const item = await readItem(table, clock, textKey(name));
      if (!item) return undefined;
      const { text, bodyKey } = TextItem.parse(item);
      return bodyKey === undefined ? text : bodies.get(bodyKey);
    },

    delete: async (name) => {
      const deleted = await documents.send(
        new DeleteCommand({ TableName, Key: textKey(name), ReturnValues: 'ALL_OLD' }),
      );
      const { bodyKey } = TextItem.parse(deleted.Attributes ?? {});
      if (bodyKey !== undefined) await bodies.delete(bodyKey);
    },
  };
};
