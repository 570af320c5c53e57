import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { usageTable } from '#cli/output/usage-table.ts';

const counts = (requests: number, cost_usd: number) => ({
  ...{ requests, errors: 0, input_tokens: 10, output_tokens: 5, cache_read_input_tokens: 0 },
  ...{ cache_creation_input_tokens: 0, cost_usd, run_seconds: 1.26 },
});
const rows = [
  { group: ['2026-11-21'], ...counts(8, 0.5) },
  { group: ['2026-11-22'], ...counts(4, 1) },
];

describe('a usage table', () => {
  it('has a bar per row, as long as the row’s cost is of the highest, and a total', () => {
    const text = usageTable(['day'], rows, counts(12, 1.5), { measure: 'cost', barWidth: 4 });
    assert.equal(
      text,
      [
        'DAY         REQUESTS  ERRORS  INPUT  CACHE READ  CACHE WRITE  OUTPUT  SECONDS   COST',
        '2026-11-21         8       0     10           0            0       5      1.3  $0.50  ██',
        '2026-11-22         4       0     10           0            0       5      1.3  $1.00  ████',
        'total             12       0     10           0            0       5      1.3  $1.50',
        '',
      ].join('\n'),
    );
  });

  it('draws bars of what is asked for', () => {
    const [, first, second] = usageTable(['day'], rows, counts(12, 1.5), { measure: 'requests', barWidth: 4 }).split(
      '\n',
    );
    assert.match(first ?? '', / ████$/);
    assert.match(second ?? '', / ██$/);
  });

  it('is a title and a total when nothing was used', () => {
    const text = usageTable(['day', 'model'], [], counts(0, 0), { measure: 'cost', barWidth: 4 });
    assert.deepEqual(
      text.split('\n').map((line) => line.split(' ')[0]),
      ['DAY', 'total', ''],
    );
  });
});
