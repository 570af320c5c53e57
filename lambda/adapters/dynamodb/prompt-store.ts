import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '#core/clock.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { BodyStore } from '#core/prompts/body-store.ts';
import type { PromptStore } from '#core/prompts/prompt-store.ts';
import { OPEN_PROMPTS, promptKey } from './keys.ts';
import { listOpenPrompts } from './list-open-prompts.ts';
import { listPrompts } from './list-prompts.ts';
import { PromptEnding, PromptItem } from './prompt-item.ts';
import { readItem } from './read-item.ts';
import { deleteTexts, loadTexts, StoredTexts, storeTexts } from './stored-texts.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';

export interface PromptStorePorts {
  readonly table: TableClient;
  readonly bodies: BodyStore;
  readonly clock: Clock;
}

/** No id has more. */
const MAX_ID_CHARS = 64;

/**
 * Keeps prompts in the table, and their large texts in the body store.
 *
 * Texts are written before the item that points to them and deleted after it. What a crash leaves in between is
 * unreachable, and goes when the body store's own retention ends.
 */
export const createPromptStore = ({ table, bodies, clock }: PromptStorePorts): PromptStore => {
  const { documents, tableName: TableName } = table;

  // What a caller asks for may be longer than a key can be.
  const read = async (tenantId: string, id: string) =>
    id.length > MAX_ID_CHARS ? undefined : readItem(table, clock, promptKey(tenantId, id));

  const get: PromptStore['get'] = async (tenantId, id) => {
    const item = await read(tenantId, id);
    return item && { ...PromptItem.parse(item), ...(await loadTexts(StoredTexts.parse(item), bodies)) };
  };

  return {
    get,

    create: async (prompt) => {
      const texts = await storeTexts(prompt.id, prompt, bodies);
      const Item = {
        ...promptKey(prompt.tenantId, prompt.id),
        ...OPEN_PROMPTS.attributes(prompt.id, prompt.deadlineAtMs),
        ...PromptItem.parse(prompt),
        ...texts,
      };
      await documents.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
    },

    finish: async (prompt) => {
      const { response, toolCalls } = prompt;
      const said = { ...(response !== undefined && { response }), ...(toolCalls && { toolCalls }) };
      const texts = await storeTexts(prompt.id, said, bodies);
      const attributes = Object.entries({ ...PromptEnding.parse(prompt), ...texts });
      const updated = await unlessConditionFailed(
        documents.send(
          new UpdateCommand({
            TableName,
            Key: promptKey(prompt.tenantId, prompt.id),
            ConditionExpression: '#status = :inProgress',
            UpdateExpression: `SET ${attributes.map(([name]) => `#${name} = :${name}`).join(', ')}`,
            ExpressionAttributeNames: Object.fromEntries(attributes.map(([name]) => [`#${name}`, name])),
            ExpressionAttributeValues: {
              ...Object.fromEntries(attributes.map(([name, value]) => [`:${name}`, value])),
              ':inProgress': 'in_progress',
            },
          }),
        ),
      );
      if (updated) return prompt;
      await deleteTexts(texts, bodies);
      const earlier = await get(prompt.tenantId, prompt.id);
      if (earlier) return earlier;
      throw new ServiceError('not_found', `There is no prompt ${prompt.id} to finish.`);
    },

    close: async (tenantId, id) => {
      await unlessConditionFailed(
        documents.send(
          new UpdateCommand({
            TableName,
            Key: promptKey(tenantId, id),
            ConditionExpression: 'attribute_exists(pk)',
            UpdateExpression: 'REMOVE openPk, openSk',
          }),
        ),
      );
    },

    discard: async (tenantId, id) => {
      const deleted = await unlessConditionFailed(
        documents.send(
          new DeleteCommand({
            TableName,
            Key: promptKey(tenantId, id),
            ConditionExpression: '#status = :inProgress',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: { ':inProgress': 'in_progress' },
            ReturnValues: 'ALL_OLD',
          }),
        ),
      );
      if (deleted?.Attributes) await deleteTexts(StoredTexts.parse(deleted.Attributes), bodies);
    },

    list: (tenantId, query) => listPrompts(table, clock, tenantId, query),

    delete: async (tenantId, id) => {
      if (!(await read(tenantId, id))) return false;
      const deleted = await unlessConditionFailed(
        documents.send(
          new DeleteCommand({
            TableName,
            Key: promptKey(tenantId, id),
            ConditionExpression: 'attribute_not_exists(openPk)',
            ReturnValues: 'ALL_OLD',
          }),
        ),
      );
      if (!deleted) {
        throw new ServiceError('conflict', `The prompt ${id} is still running. Delete it once it has ended.`);
      }
      if (!deleted.Attributes) return false;
      await deleteTexts(StoredTexts.parse(deleted.Attributes), bodies);
      return true;
    },

    listOpen: (deadlineBeforeMs) => listOpenPrompts(table, clock, deadlineBeforeMs),
  };
};
