import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '#core/clock.ts';
import { ScheduleRun, scheduleRunId } from '#core/schedules/schedule-run.ts';
import type { ScheduleRunStore } from '#core/schedules/schedule-run-store.ts';
import { LAST, scheduleRunSk, type TableKey, tenantPk } from './keys.ts';
import { listRange } from './list-range.ts';
import { readItem } from './read-item.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';

const keyOf = (run: ScheduleRun): TableKey => ({
  pk: tenantPk(run.tenantId),
  sk: scheduleRunSk(run.scheduleId, scheduleRunId(run)),
});

/** Keeps each run in one item, made by a conditional write. */
export const createScheduleRunStore = (table: TableClient, clock: Clock): ScheduleRunStore => {
  const { documents, tableName: TableName } = table;
  const put = (run: ScheduleRun, condition = {}) =>
    documents.send(new PutCommand({ TableName, Item: { ...keyOf(run), ...ScheduleRun.parse(run) }, ...condition }));

  return {
    begin: async (run) => {
      const isNew = await unlessConditionFailed(put(run, { ConditionExpression: 'attribute_not_exists(pk)' }));
      const item = isNew ? undefined : await readItem(table, clock, keyOf(run));
      return item ? ScheduleRun.parse(item) : run;
    },

    put: async (run) => {
      await put(run);
    },

    list: async (tenantId, scheduleId, { limit, after = LAST }) => {
      const { items, hasMore } = await listRange(table, clock, {
        pk: tenantPk(tenantId),
        from: scheduleRunSk(scheduleId, ''),
        before: scheduleRunSk(scheduleId, after),
        limit,
      });
      return { runs: items.map((item) => ScheduleRun.parse(item)), hasMore };
    },
  };
};
