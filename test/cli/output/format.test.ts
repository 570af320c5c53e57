import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { count, instant, list, usd } from '#cli/output/format.ts';

describe('formats', () => {
  it('show money to the micro-dollar, and at least in cents', () => {
    assert.equal(usd(0.000032), '$0.000032');
    assert.equal(usd(1234.5), '$1,234.50');
    assert.equal(usd(0), '$0.00');
  });

  it('show what is not set', () => {
    assert.deepEqual([usd(null), count(null), instant(null), list(null)], ['-', '-', '-', 'all']);
  });

  it('show numbers, moments and lists', () => {
    assert.equal(count(1_234_567), '1,234,567');
    assert.equal(instant('2026-11-22T21:05:59.123Z'), '2026-11-22 21:05Z');
    assert.equal(list(['a', 'b']), 'a, b');
  });
});
