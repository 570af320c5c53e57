import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BodyStore } from '#core/prompts/body-store.ts';

/** What every `BodyStore` promises. */
export const testBodyStore = (createStore: () => BodyStore): void => {
  test('a body comes back whole, whatever is in it', async () => {
    const store = createStore();
    for (const [key, text] of [
      ['prompts/p1.prompt.1', 'Zeile 1\r\nZeile 2\u0000🎉\n'],
      ['prompts/p1.system.1', ''],
      ['prompts/p1.response.1', '🎉"\\'.repeat(300_000)],
    ] as const) {
      await store.put(key, text);
      assert.equal(await store.get(key), text);
    }
  });

  test('a body is replaced', async () => {
    const store = createStore();
    await store.put('a', 'a longer one');
    await store.put('a', 'short');
    assert.equal(await store.get('a'), 'short');
  });

  test('fails to read what was never stored', async () => {
    await assert.rejects(createStore().get('prompts/none'));
  });

  test('fails to read what was deleted, which may be repeated', async () => {
    const store = createStore();
    await store.put('prompts/p2', 'x');
    await store.delete('prompts/p2');
    await store.delete('prompts/p2');
    await assert.rejects(store.get('prompts/p2'));
  });
};
