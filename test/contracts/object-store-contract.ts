import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ObjectStore } from '#core/files/object-store.ts';

const HOUR_SECONDS = 3600;

const chunksOf = async function* (...texts: string[]): AsyncGenerator<Uint8Array, void, void> {
  for (const text of texts) yield new TextEncoder().encode(text);
};

const failing = async function* (): AsyncGenerator<Uint8Array, void, void> {
  yield new TextEncoder().encode('half of it');
  throw new Error('it breaks off');
};

const readText = async (store: ObjectStore, ...args: Parameters<ObjectStore['read']>): Promise<string> =>
  Buffer.concat(await Array.fromAsync(store.read(...args))).toString('utf8');

/** What every `ObjectStore` promises; those that serve URLs are asked over HTTP too. */
export const testObjectStore = (store: ObjectStore, { baseUrl }: { readonly baseUrl?: string } = {}): void => {
  const fetchUrl = (url: string, init: RequestInit = {}) => fetch(new URL(url, baseUrl), init);

  test('an object comes back whole, however it was cut', async () => {
    for (const texts of [['a'], [], ['ä€', '', '🎉\n', 'x'.repeat(200_000)]]) {
      await store.write('files/whole', chunksOf(...texts));
      assert.equal(await readText(store, 'files/whole'), texts.join(''));
      assert.equal(await store.sizeBytes('files/whole'), Buffer.byteLength(texts.join('')));
    }
  });

  test('an object of several parts comes back whole', async () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    await store.write('files/parts', chunksOf(...Array.from({ length: 12 }, (_, index) => `${index} ${megabyte}`)));
    const text = await readText(store, 'files/parts');
    assert.equal(text, Array.from({ length: 12 }, (_, index) => `${index} ${megabyte}`).join(''));
  });

  test('any bytes of an object can be read alone', async () => {
    await store.write('files/range', chunksOf('0123456789'));
    assert.equal(await readText(store, 'files/range', { offsetBytes: 0, lengthBytes: 1 }), '0');
    assert.equal(await readText(store, 'files/range', { offsetBytes: 3, lengthBytes: 4 }), '3456');
    assert.equal(await readText(store, 'files/range', { offsetBytes: 8, lengthBytes: 2 }), '89');
    assert.equal(await readText(store, 'files/range', { offsetBytes: 6 }), '6789');
    assert.equal(await readText(store, 'files/range', { offsetBytes: 0 }), '0123456789');
    // What is asked for beyond the end is not there.
    assert.equal(await readText(store, 'files/range', { offsetBytes: 5, lengthBytes: 1_000 }), '56789');
  });

  test('what breaks off while it is written changes nothing', async () => {
    await store.write('files/kept', chunksOf('old'));
    await assert.rejects(store.write('files/kept', failing()), /it breaks off/);
    assert.equal(await readText(store, 'files/kept'), 'old');
    await assert.rejects(store.write('files/never', failing()), /it breaks off/);
    assert.equal(await store.sizeBytes('files/never'), undefined);
  });

  test('a reader may leave in the middle', async () => {
    await store.write('files/long', chunksOf(...Array.from({ length: 20 }, () => 'x'.repeat(100_000))));
    for await (const chunk of store.read('files/long')) {
      assert.ok(chunk.length > 0);
      break;
    }
  });

  test('fails to read what was deleted, which may be repeated, or was never there', async () => {
    await store.write('files/deleted', chunksOf('x'));
    await store.delete('files/deleted');
    await store.delete('files/deleted');
    for (const key of ['files/deleted', 'files/none']) {
      assert.equal(await store.sizeBytes(key), undefined);
      await assert.rejects(readText(store, key));
    }
  });

  if (baseUrl === undefined) return;

  test('an upload URL stores what is sent to it, also again', async () => {
    const url = await store.uploadUrl({ key: 'files/up', bytes: 3, expiresInSeconds: HOUR_SECONDS });
    for (const body of ['abc', 'äx']) {
      assert.equal((await fetchUrl(url, { method: 'PUT', body })).status, 200);
      assert.equal(await readText(store, 'files/up'), body);
    }
  });

  test('a download URL reads the object, as a file of that name', async () => {
    await store.write('files/down', chunksOf('{"a":1}\n', '{"b":"ü"}\n'));
    const filename = 'Ergebnis "1" \n; ü.jsonl';
    const url = await store.downloadUrl({ key: 'files/down', filename, expiresInSeconds: HOUR_SECONDS });
    const response = await fetchUrl(url);
    assert.equal(response.status, 200);
    assert.equal(await response.text(), '{"a":1}\n{"b":"ü"}\n');
    assert.equal(response.headers.get('content-type'), 'application/jsonl');
    assert.equal(
      response.headers.get('content-disposition'),
      "attachment; filename*=UTF-8''Ergebnis%20%221%22%20%0A%3B%20%C3%BC.jsonl",
    );
  });
};
