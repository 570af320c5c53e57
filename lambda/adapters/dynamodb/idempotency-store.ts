import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { sha256 } from '#adapters/tokens/sha256.ts';
import type { Clock } from '#core/clock.ts';
import type { IdempotencyClaim, IdempotencyStore } from '#core/idempotency/idempotency-store.ts';
import { KeptAnswer } from '#core/idempotency/kept-answer.ts';
import type { BodyStore } from '#core/prompts/body-store.ts';
import { idempotencyKey } from './keys.ts';
import { placeText } from './place-text.ts';
import { readItem } from './read-item.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';

export interface IdempotencyStorePorts {
  readonly table: TableClient;
  readonly bodies: BodyStore;
  readonly clock: Clock;
}

const ClaimItem = z.object({
  fingerprint: z.string(),
  deadlineAtMs: z.number(),
  answer: z.string().exactOptional(),
  answerBodyKey: z.string().exactOptional(),
});
type ClaimItem = z.infer<typeof ClaimItem>;

const digest = (text: string): string => sha256(text).toString('hex');

/** What callers choose as keys is neither readable in the table nor limited by its keys. */
const idOf = ({ scope, key }: IdempotencyClaim): string => digest(JSON.stringify([...scope, key]));

/** Keeps each claim in one item, made by a conditional write, and large answers in the body store. */
export const createIdempotencyStore = ({ table, bodies, clock }: IdempotencyStorePorts): IdempotencyStore => {
  const { documents, tableName: TableName } = table;

  const answerOf = async ({ answer, answerBodyKey }: ClaimItem): Promise<KeptAnswer | undefined> => {
    const text = answerBodyKey === undefined ? answer : await bodies.get(answerBodyKey);
    return text === undefined ? undefined : KeptAnswer.parse(JSON.parse(text));
  };

  return {
    claim: async (claim) => {
      const { requestId, deadlineAtMs, expiresAtSeconds } = claim;
      const key = idempotencyKey(idOf(claim));
      const fingerprint = digest(claim.fingerprint);
      const made = await unlessConditionFailed(
        documents.send(
          new PutCommand({
            TableName,
            Item: { ...key, fingerprint, requestId, deadlineAtMs, expiresAtSeconds },
            // DynamoDB deletes late what is past its time.
            ConditionExpression: 'attribute_not_exists(pk) OR expiresAtSeconds <= :now',
            ExpressionAttributeValues: { ':now': Math.floor(clock() / 1000) },
          }),
        ),
      );
      if (made) return undefined;
      const item = await readItem(table, clock, key);
      // It was given back a moment ago: whoever asks again finds it free.
      if (!item) return { isSameRequest: true, deadlineAtMs };
      const earlier = ClaimItem.parse(item);
      const isSameRequest = earlier.fingerprint === fingerprint;
      const answer = isSameRequest ? await answerOf(earlier) : undefined;
      return { isSameRequest, deadlineAtMs: earlier.deadlineAtMs, ...(answer && { answer }) };
    },

    finish: async (claim, answer) => {
      const bodyKey = `idempotency/${idOf(claim)}.${claim.requestId}`;
      const placed = await placeText(JSON.stringify(KeptAnswer.parse(answer)), bodyKey, bodies);
      const [name, value] = 'text' in placed ? ['answer', placed.text] : ['answerBodyKey', placed.bodyKey];
      await documents.send(
        new UpdateCommand({
          TableName,
          Key: idempotencyKey(idOf(claim)),
          ConditionExpression: 'requestId = :requestId',
          UpdateExpression: `SET ${name} = :answer`,
          ExpressionAttributeValues: { ':requestId': claim.requestId, ':answer': value },
        }),
      );
    },

    release: async (claim) => {
      await unlessConditionFailed(
        documents.send(
          new DeleteCommand({
            TableName,
            Key: idempotencyKey(idOf(claim)),
            ConditionExpression: 'requestId = :requestId',
            ExpressionAttributeValues: { ':requestId': claim.requestId },
          }),
        ),
      );
    },
  };
};
