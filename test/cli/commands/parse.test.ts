import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { InvalidArgumentError } from 'commander';
import {
  nullIfNone,
  orNone,
  parseCallbackUrl,
  parseCount,
  parseInstant,
  parseList,
  parseSeconds,
  parseUsd,
} from '#cli/commands/parse.ts';

describe('what is typed', () => {
  it('is read as what it means', () => {
    assert.equal(parseCount('120'), 120);
    assert.equal(parseUsd('2.50'), 2.5);
    assert.equal(parseUsd('$3'), 3);
    assert.deepEqual(['90s', '15m', '24h', '7d', '0s'].map(parseSeconds), [90, 900, 86_400, 604_800, 0]);
    assert.equal(parseInstant('2026-12-31'), '2026-12-31T00:00:00.000Z');
    assert.equal(parseInstant('2026-12-31T18:00:00+02:00'), '2026-12-31T16:00:00.000Z');
    assert.deepEqual(parseList('a, b'), ['a', 'b']);
    assert.equal(nullIfNone(orNone(parseCount)('none')), null);
    assert.equal(nullIfNone(orNone(parseCount)('5')), 5);
  });

  const wrong = [
    [parseCount, '0 -1 1.5 ten 1e3'],
    [parseUsd, '0 -1 1e3 five'],
    [parseSeconds, '90 1w h -1s'],
    [parseInstant, 'tomorrow 2026 2026-13-01 12'],
    [parseList, ', a,,b'],
    [parseCallbackUrl, 'localhost:1 https://localhost:1/ http://example.com:1/ http://localhost/'],
  ] as const;
  for (const [parse, texts] of wrong) {
    for (const text of texts.split(' ')) {
      it(`fails as ${parse.name} with ${text}`, () => assert.throws(() => parse(text), InvalidArgumentError));
    }
  }
});
