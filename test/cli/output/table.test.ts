import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { table } from '#cli/output/table.ts';

describe('a table', () => {
  it('makes each column as wide as its widest cell, and ends lines without spaces', () => {
    const text = table(
      [{ title: 'NAME' }, { title: 'N', align: 'right' }, { title: '' }],
      [
        ['one', '1,000', '█'],
        ['longer', '2', ''],
      ],
    );
    assert.equal(text, 'NAME        N\none     1,000  █\nlonger      2\n');
  });

  it('counts cells, not characters', () => {
    const text = table(
      [{ title: 'NAME' }, { title: 'X' }],
      [
        ['研究', 'a'],
        ['abcd', 'b'],
      ],
    );
    assert.equal(text, 'NAME  X\n研究  a\nabcd  b\n');
  });

  it('lets no cell command the terminal or break its line', () => {
    const text = table([{ title: 'NAME' }], [['\u001b[2Jgone\nnext\u009b1m']]);
    assert.equal(text, 'NAME\n[2Jgone next1m\n');
  });
});
