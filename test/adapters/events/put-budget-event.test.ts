import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createPutBudgetEvent } from '#adapters/events/put-budget-event.ts';
import type { BudgetEvent } from '#core/budgets/budget-event.ts';
import { awsClientConfig } from '#test/fakes/aws-client-config.ts';
import { startEventBusEdge } from '#test/fakes/event-bus-edge.ts';

const EVENT: BudgetEvent = {
  type: 'budget.threshold_reached',
  tenantId: 'ten_1',
  window: {
    ...{ subject: 'principal:key_1', unit: 'day' },
    ...{ startsAtMs: Date.parse('2026-11-22T00:00Z'), endsAtMs: Date.parse('2026-11-23T00:00Z') },
  },
  thresholdPercent: 80,
  spentMicroUsd: 4_100_000,
  budgetMicroUsd: 5_000_000,
};

const start = async (t: TestContext) => {
  const edge = await startEventBusEdge();
  t.after(() => edge.close());
  const reports: string[] = [];
  const report = (message: string, error: unknown) => reports.push(`${message} (${error})`);
  return { edge, reports, putBudgetEvent: createPutBudgetEvent({ ...awsClientConfig(edge.endpoint), report }) };
};

test('a budget event is put on the default bus, with all that a rule may ask for', async (t) => {
  const { edge, reports, putBudgetEvent } = await start(t);
  await putBudgetEvent(EVENT);
  const [{ Detail, ...event } = { Detail: '{}' }, ...others] = edge.events;
  assert.deepEqual(event, { Source: 'headless-claude', DetailType: 'Budget threshold reached' });
  assert.deepEqual(JSON.parse(Detail), {
    type: 'budget.threshold_reached',
    tenant_id: 'ten_1',
    subject: 'principal:key_1',
    unit: 'day',
    renewed_at: '2026-11-23T00:00:00.000Z',
    threshold_percent: 80,
    spent_usd: 4.1,
    budget_usd: 5,
  });
  assert.deepEqual([others, reports], [[], []]);
});

for (const [failing, reason] of [
  ['entry', /InternalFailure: try later/],
  ['request', /not authorized/],
  ['silence', /TimeoutError/],
] as const) {
  test(`what cannot be put is reported with the event, and nobody is failed by it (${failing})`, async (t) => {
    const { edge, reports, putBudgetEvent } = await start(t);
    edge.failing = failing;
    await putBudgetEvent(EVENT);
    assert.equal(reports.length, 1);
    assert.match(reports[0] ?? '', reason);
    assert.match(reports[0] ?? '', /"subject":"principal:key_1".*"threshold_percent":80/);
  });
}
