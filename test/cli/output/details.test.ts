import assert from 'node:assert/strict';
import { it } from 'node:test';
import { details } from '#cli/output/details.ts';

it('shows one thing as a line for each member, those of members by their path', () => {
  const thing = {
    id: 'key_1',
    models: null,
    scopes: ['prompts'],
    profiles: [],
    budgets: { raise: null, per_day_usd: 5 },
  };
  assert.equal(
    details(thing),
    [
      'id                   key_1',
      'models               -',
      'scopes               prompts',
      'profiles             none',
    ]
      .concat('budgets.raise        -', 'budgets.per_day_usd  5', '')
      .join('\n'),
  );
});
