import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BodyStore } from '#core/prompts/body-store.ts';
import type { TextName, TextStore } from '#core/texts/text-store.ts';
import { createFakeClock, type FakeClock } from '#test/fakes/fake-clock.ts';
import { createMemoryBodyStore } from '#test/fakes/memory-body-store.ts';

let texts = 0;

const newName = (): TextName => {
  texts += 1;
  return { tenantId: 'user:texts', name: `job_${process.pid}_${texts}/request` };
};

/** What every `TextStore` promises. */
export const testTextStore = (createStore: (world: { clock: FakeClock; bodies: BodyStore }) => TextStore): void => {
  const start = () => {
    const clock = createFakeClock();
    const bodies = createMemoryBodyStore();
    const store = createStore({ clock, bodies });
    const expiresAtSeconds = clock() / 1000 + 60;
    const put = (name: TextName, text: string) => store.put(name, text, expiresAtSeconds);
    return { clock, bodies, store, put, name: newName() };
  };

  for (const [what, text] of [
    ['no characters', ''],
    ['line breaks and quotes', '"Zeile 1"\r\n\u0000🎉\n'],
    ['64 KiB', 'a'.repeat(65_536)],
    ['an emoji across the 64 KiB border', `${'a'.repeat(65_534)}🎉`],
    ['more than an item can hold', '"🎉"\n'.repeat(100_000)],
  ] as const) {
    test(`a text of ${what} comes back whole`, async () => {
      const { store, put, name } = start();
      await put(name, text);
      assert.equal(await store.get(name), text);
    });
  }

  test('a text that was never stored is not there', async () => {
    const { store, name } = start();
    assert.equal(await store.get(name), undefined);
  });

  test('a text is replaced, by a longer and by a shorter one', async () => {
    const { store, put, name } = start();
    for (const text of ['short', 'x'.repeat(70_000), 'short again']) {
      await put(name, text);
      assert.equal(await store.get(name), text);
    }
  });

  test("a tenant never sees, replaces or deletes another's text", async () => {
    const { store, put, name } = start();
    await put(name, 'mine');
    const other = { ...name, tenantId: 'user:others' };
    assert.equal(await store.get(other), undefined);
    await store.delete(other);
    await put(other, 'theirs');
    assert.deepEqual([await store.get(name), await store.get(other)], ['mine', 'theirs']);
  });

  test('a text is deleted with all that is kept of it, which may be repeated', async () => {
    const { store, put, name, bodies } = start();
    for (const text of ['short', 'x'.repeat(70_000)]) {
      await put(name, text);
      await store.delete(name);
      await store.delete(name);
      assert.equal(await store.get(name), undefined);
      assert.equal(bodies.bodies.size, 0);
    }
  });

  test('a text whose time is over is not there, though the database has not deleted it yet', async () => {
    const { clock, store, put, name } = start();
    await put(name, 'x');
    clock.advance(59_999);
    assert.equal(await store.get(name), 'x');
    clock.advance(1);
    assert.equal(await store.get(name), undefined);
  });
};
