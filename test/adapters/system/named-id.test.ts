import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstIdAt } from '#adapters/system/first-id-at.ts';
import { namedId } from '#adapters/system/named-id.ts';

const AT_MS = 1_795_348_800_000;

test('an id follows from its moment and its name', () => {
  const id = namedId('whd', AT_MS, 'whe_1 evt_1');
  assert.match(id, /^whd_[0-9a-z]{26}$/);
  assert.equal(namedId('whd', AT_MS, 'whe_1 evt_1'), id);
  const others = [namedId('whd', AT_MS, 'whe_1 evt_2'), namedId('whd', AT_MS + 1, 'whe_1 evt_1')];
  assert.equal(new Set([id, ...others]).size, 3);
});

test('ids sort by their moments, whatever the names', () => {
  for (let name = 0; name < 100; name += 1) {
    const id = namedId('whd', AT_MS, String(name));
    assert.ok(firstIdAt('whd', AT_MS) <= id && id < firstIdAt('whd', AT_MS + 1));
  }
});
