import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PromptListQuery } from '#core/prompts/prompt-list-query.ts';

test('without a query a page has 20 prompts', () => {
  assert.deepEqual(PromptListQuery.parse({}), { limit: 20 });
});

for (const [text, ms] of [
  ['2026-11-22T12:00:00Z', Date.UTC(2026, 10, 22, 12)],
  ['2026-11-22T12:00:00.5+02:00', Date.UTC(2026, 10, 22, 10, 0, 0, 500)],
  ['1700000000', 1_700_000_000_000],
] as const) {
  test(`${text} is an instant`, () =>
    assert.equal(PromptListQuery.parse({ 'created_at[gte]': text })['created_at[gte]'], ms));
}

for (const query of [
  { limit: '0' },
  { limit: '101' },
  { limit: 'all' },
  { limit: '1.5' },
  { 'created_at[gte]': 'yesterday' },
  { 'created_at[lte]': '2026-11-22' },
  { 'created_at[lte]': '-1' },
  { created_at: '1700000000' },
  { status: 'done' },
  { after: 'x'.repeat(65) },
]) {
  test(`fails for ${JSON.stringify(query)}`, () => assert.equal(PromptListQuery.safeParse(query).success, false));
}
