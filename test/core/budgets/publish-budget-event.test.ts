import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedId } from '#adapters/system/named-id.ts';
import type { BudgetEvent } from '#core/budgets/budget-event.ts';
import { emitToAll } from '#core/budgets/emit-to-all.ts';
import { createPublishBudgetEvent } from '#core/budgets/publish-budget-event.ts';
import type { PublishEvent, ServiceEvent } from '#core/events/service-event.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';

const EVENT: BudgetEvent = {
  type: 'budget.exceeded',
  tenantId: 'ten_1',
  window: {
    ...{ subject: 'tenant:ten_1', unit: 'month' },
    ...{ startsAtMs: Date.parse('2026-11-01T00:00Z'), endsAtMs: Date.parse('2026-12-01T00:00Z') },
  },
  thresholdPercent: 100,
  spentMicroUsd: 5_100_000,
  budgetMicroUsd: 5_000_000,
};

const open = (publish?: PublishEvent) => {
  const published: ServiceEvent[] = [];
  const reports: string[] = [];
  const publishEvent: PublishEvent = publish ?? (async (event) => void published.push(event));
  const clock = createFakeClock();
  const report = (message: string) => reports.push(message);
  return { published, reports, clock, emit: createPublishBudgetEvent({ publishEvent, namedId, clock, report }) };
};

test('webhooks are told what the event bus is told', async () => {
  const { emit, published, clock } = open();
  await emit(EVENT);
  const [{ id, ...event } = {} as ServiceEvent] = published;
  assert.match(id, /^evt_[0-9a-z]{26}$/);
  assert.deepEqual(event, {
    type: 'budget.exceeded',
    tenantId: 'ten_1',
    createdAtMs: clock(),
    data: {
      tenant_id: 'ten_1',
      subject: 'tenant:ten_1',
      unit: 'month',
      renewed_at: '2026-12-01T00:00:00.000Z',
      threshold_percent: 100,
      spent_usd: 5.1,
      budget_usd: 5,
    },
  });
});

test('the same part of the same budget in the same window is one event, anything else another', async () => {
  const { emit, published, clock } = open();
  const { window } = EVENT;
  await emit(EVENT);
  clock.advance(1_000);
  await emit({ ...EVENT, spentMicroUsd: 6_000_000 });
  await emit({ ...EVENT, thresholdPercent: 80 });
  await emit({ ...EVENT, budgetMicroUsd: 9_000_000 });
  await emit({ ...EVENT, tenantId: 'ten_2' });
  await emit({ ...EVENT, window: { ...window, subject: 'principal:key_1' } });
  await emit({ ...EVENT, window: { ...window, unit: 'day' } });
  await emit({ ...EVENT, window: { ...window, startsAtMs: window.startsAtMs + 1 } });
  const [first, second, ...others] = published.map(({ id }) => id);
  assert.equal(first, second);
  assert.equal(new Set([first, ...others]).size, 7);
});

test('nobody is failed by an event that cannot be published, and others are told all the same', async () => {
  const { emit, reports } = open(async () => {
    throw new Error('no table');
  });
  const told: BudgetEvent[] = [];
  await emitToAll(emit, async (event) => void told.push(event))(EVENT);
  assert.deepEqual([told, reports.length], [[EVENT], 1]);
});
