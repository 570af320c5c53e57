import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bar } from '#cli/output/bar.ts';

describe('a bar', () => {
  it('is as long as its value is of the most, in eighths of a cell', () => {
    assert.equal(bar(10, 10, 4), '████');
    assert.equal(bar(5, 10, 4), '██');
    assert.equal(bar(1, 32, 4), '▏');
    assert.equal(bar(3, 32, 4), '▍');
  });

  it('shows what is more than nothing, and nothing as nothing', () => {
    assert.equal(bar(0.000001, 1000, 10), '▏');
    assert.equal(bar(0, 1000, 10), '');
    assert.equal(bar(0, 0, 10), '');
  });

  it('is never longer than its width, and never shorter for more', () => {
    const amount = fc.double({ min: 0, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(amount, amount, fc.integer({ min: 1, max: 80 }), (one, other, width) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        assert.ok(bar(more, more, width).length <= width);
        assert.ok(bar(less, more, width).length <= bar(more, more, width).length);
      }),
    );
  });
});
