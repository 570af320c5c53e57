import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Clock } from '#core/clock.ts';
import type { BodyStore } from '#core/prompts/body-store.ts';
import type { TextStore } from '#core/texts/text-store.ts';
import { textKey } from './keys.ts';
import { placeText } from './place-text.ts';
import { readItem } from './read-item.ts';
import type { TableClient } from './table-client.ts';

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
      const placed = await placeText(text, `texts/${name.tenantId}/${name.name}`, bodies);
      const Item = { ...textKey(name), expiresAtSeconds, ...placed };
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
