import { GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import {
  type Balance,
  type Ledger,
  type LedgerWindow,
  type Reservation,
  WINDOW_KEPT_MS,
} from '#core/budgets/ledger.ts';
import { ledgerKey } from './keys.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';

/** The attribute that holds what is reserved for a prompt; of no use in a map, which must be there before. */
const reservedFor = (promptId: string): string => `reserved#${promptId}`;

const keyOf = ({ subject, unit, startsAtMs }: LedgerWindow) => ledgerKey(subject, unit, startsAtMs);

type Item = Readonly<Record<string, unknown>>;

const number = (item: Item, name: string): number => {
  const value = item[name];
  return typeof value === 'number' ? value : 0;
};

const toBalance = (item: Item): Balance => {
  const spentMicroUsd = number(item, 'spentMicroUsd');
  return {
    requests: number(item, 'requests'),
    spentMicroUsd,
    reservedMicroUsd: number(item, 'committedMicroUsd') - spentMicroUsd,
  };
};

const toCondition = ({ microUsd, budgetMicroUsd, maxRequests }: Reservation) => {
  const conditions = ['attribute_not_exists(#reserved)'];
  if (maxRequests !== undefined) conditions.push('(attribute_not_exists(requests) OR requests < :maxRequests)');
  if (budgetMicroUsd !== undefined) {
    conditions.push('(attribute_not_exists(committedMicroUsd) OR committedMicroUsd <= :room)');
  }
  return {
    ConditionExpression: conditions.join(' AND '),
    values: {
      ...(maxRequests !== undefined && { ':maxRequests': maxRequests }),
      ...(budgetMicroUsd !== undefined && { ':room': budgetMicroUsd - microUsd }),
    },
  };
};

/**
 * Keeps each window in one item.
 *
 * A condition cannot add, so what is compared is kept as one number: `committedMicroUsd` is what was spent and what is
 * reserved. An attribute per prompt that runs says how much is reserved for it, and goes with the update that settles
 * it: a second one finds nothing to settle.
 */
export const createLedger = ({ documents, tableName: TableName }: TableClient): Ledger => {
  const update = async (promptId: string, window: LedgerWindow, input: Partial<UpdateCommandInput>) => {
    const updated = await unlessConditionFailed(
      documents.send(
        new UpdateCommand({
          TableName,
          Key: keyOf(window),
          ExpressionAttributeNames: { '#reserved': reservedFor(promptId) },
          ReturnValues: 'ALL_NEW',
          ...input,
        }),
      ),
    );
    return updated?.Attributes;
  };

  const readItem = async (window: LedgerWindow): Promise<Item> => {
    const { Item = {} } = await documents.send(new GetCommand({ TableName, Key: keyOf(window), ConsistentRead: true }));
    return Item;
  };

  /** Ends a reservation, whatever is reserved: seldom another amount than is known from the prompt's record. */
  const end = async (
    promptId: string,
    window: LedgerWindow,
    knownMicroUsd: number,
    add: (reservedMicroUsd: number) => Readonly<Record<string, number>>,
  ): Promise<Item | undefined> => {
    const endAt = (reservedMicroUsd: number) => {
      const amounts = Object.entries(add(reservedMicroUsd));
      return update(promptId, window, {
        ConditionExpression: '#reserved = :reserved',
        UpdateExpression: `REMOVE #reserved ADD ${amounts.map(([name]) => `${name} :${name}`).join(', ')}`,
        ExpressionAttributeValues: {
          ':reserved': reservedMicroUsd,
          ...Object.fromEntries(amounts.map(([name, amount]) => [`:${name}`, amount])),
        },
      });
    };
    const ended = await endAt(knownMicroUsd);
    if (ended) return ended;
    const reserved = (await readItem(window))[reservedFor(promptId)];
    return typeof reserved === 'number' ? endAt(reserved) : undefined;
  };

  return {
    reserve: async (promptId, reservation) => {
      const { ConditionExpression, values } = toCondition(reservation);
      const reserved = await update(promptId, reservation, {
        ConditionExpression,
        UpdateExpression:
          'SET #reserved = :microUsd, expiresAtSeconds = :expiresAt ADD committedMicroUsd :microUsd, requests :one',
        ExpressionAttributeValues: {
          ...values,
          ':microUsd': reservation.microUsd,
          ':one': 1,
          ':expiresAt': Math.ceil((reservation.endsAtMs + WINDOW_KEPT_MS) / 1000),
        },
      });
      if (reserved) return { isReserved: true, balance: toBalance(reserved) };
      const item = await readItem(reservation);
      // The SDK repeats what it has no answer to, so it may be this that stands in its own way.
      return { isReserved: reservedFor(promptId) in item, balance: toBalance(item) };
    },

    settle: async (promptId, reservation, spentMicroUsd) => {
      const settled = await end(promptId, reservation, reservation.microUsd, (reservedMicroUsd) => ({
        committedMicroUsd: spentMicroUsd - reservedMicroUsd,
        spentMicroUsd,
      }));
      return settled && toBalance(settled);
    },

    isReserved: async (promptId, window) => reservedFor(promptId) in (await readItem(window)),

    cancel: async (promptId, reservation) => {
      await end(promptId, reservation, reservation.microUsd, (reservedMicroUsd) => ({
        committedMicroUsd: -reservedMicroUsd,
        requests: -1,
      }));
    },

    read: async (window) => toBalance(await readItem(window)),
  };
};
