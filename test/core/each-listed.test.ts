import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eachListed } from '#core/each-listed.ts';

test('all pages are read, each after the last id of the one before, and none after the last', async () => {
  const asked: (string | undefined)[] = [];
  const pages = [
    { items: [1, 2], hasMore: true, lastId: 'b' },
    { items: [], hasMore: true, lastId: 'c' },
    { items: [3], hasMore: false, lastId: 'd' },
  ];
  const list = async ({ after }: { readonly after?: string }) => {
    asked.push(after);
    return pages[asked.length - 1] ?? assert.fail('there is no such page');
  };
  assert.deepEqual(await Array.fromAsync(eachListed(list)), [1, 2, 3]);
  assert.deepEqual(asked, [undefined, 'b', 'c']);
});
