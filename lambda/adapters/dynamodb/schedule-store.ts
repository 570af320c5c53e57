import { GetCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { isActive, Schedule } from '#core/schedules/schedule.ts';
import type { ScheduleStore } from '#core/schedules/schedule-store.ts';
import { deleteVersion } from './delete-version.ts';
import { LAST, SCHEDULES_PK, scheduleKey, scheduleSk, type TableKey, tenantPk } from './keys.ts';
import { openKeys } from './open-keys.ts';
import { replaceVersion } from './replace-version.ts';
import type { TableClient } from './table-client.ts';

/** No id has more: what a caller asks for may be longer than a key can be. */
const MAX_ID_CHARS = 64;

const toItem = (schedule: Schedule) => ({
  ...scheduleKey(schedule.tenantId, schedule.id),
  ...Schedule.parse(schedule),
  ...(isActive(schedule) && { openPk: SCHEDULES_PK, openSk: schedule.id }),
});

/** Keeps each schedule in an item without a TTL, in the index for as long as it makes jobs by itself. */
export const createScheduleStore = (table: TableClient): ScheduleStore => {
  const { documents, tableName: TableName } = table;

  const read = async (Key: TableKey): Promise<Schedule | undefined> => {
    const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item && Schedule.parse(Item);
  };

  const ofTenant = (tenantId: string, before = LAST) => ({
    TableName,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :before',
    ExpressionAttributeValues: { ':pk': tenantPk(tenantId), ':from': scheduleSk(''), ':before': scheduleSk(before) },
    ConsistentRead: true,
  });

  return {
    create: async (schedule) => {
      const Item = toItem(schedule);
      await documents.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
    },

    get: async (tenantId, id) => (id.length > MAX_ID_CHARS ? undefined : read(scheduleKey(tenantId, id))),

    list: async (tenantId, { limit, after }) => {
      const found: Schedule[] = [];
      // BETWEEN includes the schedule that the page comes after.
      const request = { ...ofTenant(tenantId, after), ScanIndexForward: false, Limit: limit + 2 };
      for await (const { Items = [] } of paginateQuery({ client: documents }, request)) {
        found.push(...Items.map((item) => Schedule.parse(item)).filter(({ id }) => id !== after));
        if (found.length > limit) break;
      }
      return { schedules: found.slice(0, limit), hasMore: found.length > limit };
    },

    count: async (tenantId) => {
      let count = 0;
      const pages = paginateQuery({ client: documents }, { ...ofTenant(tenantId), Select: 'COUNT' });
      for await (const page of pages) count += page.Count ?? 0;
      return count;
    },

    replace: (schedule) => replaceVersion(table, schedule, toItem),

    delete: ({ tenantId, id, version }) => deleteVersion(table, scheduleKey(tenantId, id), version),

    async *listActive() {
      for await (const key of openKeys(table, SCHEDULES_PK, LAST)) {
        const schedule = await read(key);
        // The index lags behind the table.
        if (schedule && isActive(schedule)) yield schedule;
      }
    },
  };
};
