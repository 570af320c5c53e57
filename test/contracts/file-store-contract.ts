import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '#adapters/system/new-id.ts';
import type { Clock } from '#core/clock.ts';
import type { FileQuery, FileStore } from '#core/files/file-store.ts';
import type { StoredFile } from '#core/files/stored-file.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';

let tenants = 0;

/** A tenant that no other case uses: all cases share one table. */
const newTenant = (): string => {
  tenants += 1;
  return `file-tenant-${tenants}`;
};

/** What every `FileStore` promises. */
export const testFileStore = (createStore: (clock: Clock) => FileStore): void => {
  const open = () => {
    const clock = createFakeClock();
    const tenantId = newTenant();
    const fileAt = (createdAtMs: number, more: Partial<StoredFile> = {}): StoredFile => ({
      id: newId('file', createdAtMs),
      tenantId,
      filename: 'Anfragen ü.jsonl',
      purpose: 'batch',
      bytes: 12,
      isUploaded: true,
      createdAtMs,
      expiresAtSeconds: clock() / 1000 + 86_400,
      ...more,
    });
    return { clock, tenantId, fileAt, files: createStore(clock) };
  };

  test('a file is found as it was created, by its tenant only', async () => {
    const { clock, files, fileAt, tenantId } = open();
    const file = fileAt(clock());
    assert.equal(await files.create(file), true);
    assert.deepEqual(await files.get(tenantId, file.id), file);
    assert.equal(await files.get(newTenant(), file.id), undefined);
    assert.equal(await files.get(tenantId, 'file_none'), undefined);
  });

  test('a file is created once', async () => {
    const { clock, files, fileAt, tenantId } = open();
    const file = fileAt(clock());
    await files.create(file);
    assert.equal(await files.create({ ...file, filename: 'other' }), false);
    assert.deepEqual(await files.get(tenantId, file.id), file);
  });

  test('a file is noted as uploaded, unless it is not there', async () => {
    const { clock, files, fileAt, tenantId } = open();
    const file = fileAt(clock(), { isUploaded: false });
    await files.create(file);
    await files.markUploaded(newTenant(), file.id);
    assert.deepEqual(await files.get(tenantId, file.id), file);
    await files.markUploaded(tenantId, file.id);
    await files.markUploaded(tenantId, file.id);
    assert.deepEqual(await files.get(tenantId, file.id), { ...file, isUploaded: true });
    await files.markUploaded(tenantId, 'file_none');
    assert.equal(await files.get(tenantId, 'file_none'), undefined);
  });

  test('a file is deleted once, by its tenant only', async () => {
    const { clock, files, fileAt, tenantId } = open();
    const file = fileAt(clock());
    await files.create(file);
    assert.equal(await files.delete(newTenant(), file.id), false);
    assert.equal(await files.delete(tenantId, file.id), true);
    assert.equal(await files.delete(tenantId, file.id), false);
    assert.equal(await files.get(tenantId, file.id), undefined);
  });

  test('that a file had bytes is known when it has expired, also if it was deleted, until they are gone', async () => {
    const { clock, files, fileAt, tenantId } = open();
    const [deleted, expired, kept] = [fileAt(clock()), fileAt(clock() + 1), fileAt(clock() + 2)];
    const ours = new Set([deleted, expired, kept].map(({ id }) => id));
    const idsBefore = async (beforeMs: number) =>
      (await Array.fromAsync(files.listExpired(beforeMs))).filter((id) => ours.has(id)).sort();
    const expiresAtMs = expired.expiresAtSeconds * 1000;
    await files.create({ ...kept, expiresAtSeconds: kept.expiresAtSeconds + 1 });
    for (const file of [deleted, expired]) await files.create(file);
    await files.delete(tenantId, deleted.id);
    assert.deepEqual(await idsBefore(expiresAtMs), []);
    clock.advance(2 * 86_400_000);
    assert.deepEqual(await idsBefore(expiresAtMs + 1), [deleted.id, expired.id]);
    await files.forgetBytes(expired.id);
    await files.forgetBytes(expired.id);
    assert.deepEqual(await idsBefore(expiresAtMs + 1), [deleted.id]);
  });

  test('a list goes in pages, from either end, in either direction', async () => {
    const { clock, files, fileAt, tenantId } = open();
    const all = Array.from({ length: 7 }, (_, index) => fileAt(clock() + index));
    for (const file of all) await files.create(file);
    await files.create({ ...fileAt(clock() + 3), tenantId: newTenant() });
    const idOf = (index: number): string => all[index]?.id ?? '';
    const page = async (query: FileQuery) => {
      const { items, hasMore } = await files.list(tenantId, query);
      return [items.map((file) => all.findIndex(({ id }) => id === file.id)), hasMore];
    };
    assert.deepEqual(await page({ limit: 3 }), [[6, 5, 4], true]);
    assert.deepEqual(await page({ limit: 3, after: idOf(4) }), [[3, 2, 1], true]);
    assert.deepEqual(await page({ limit: 3, after: idOf(1) }), [[0], false]);
    assert.deepEqual(await page({ limit: 7 }), [[6, 5, 4, 3, 2, 1, 0], false]);
    assert.deepEqual(await page({ limit: 2, before: idOf(2) }), [[4, 3], true]);
    assert.deepEqual(await page({ limit: 4, before: idOf(2) }), [[6, 5, 4, 3], false]);
    assert.deepEqual(await page({ limit: 3, before: idOf(6) }), [[], false]);
    assert.deepEqual(await page({ limit: 3, order: 'asc' }), [[0, 1, 2], true]);
    assert.deepEqual(await page({ limit: 3, order: 'asc', after: idOf(4) }), [[5, 6], false]);
    assert.deepEqual(await page({ limit: 2, order: 'asc', before: idOf(4) }), [[2, 3], true]);
    assert.deepEqual(await page({ limit: 3, after: 'zzz' }), [[6, 5, 4], true]);
    assert.deepEqual(await page({ limit: 3, after: '' }), [[], false]);
    assert.deepEqual(await page({ limit: 3, before: 'üüü' }), [[], false]);
  });

  test('a list may be of one purpose', async () => {
    const { clock, files, fileAt, tenantId } = open();
    const purposes = ['batch', 'batch_output', 'batch_output', 'batch', 'batch_output'] as const;
    for (const [index, purpose] of purposes.entries()) await files.create(fileAt(clock() + index, { purpose }));
    const first = await files.list(tenantId, { limit: 2, purpose: 'batch_output' });
    assert.deepEqual([first.items.length, first.hasMore], [2, true]);
    const after = first.items.at(-1)?.id ?? '';
    const second = await files.list(tenantId, { limit: 2, purpose: 'batch_output', after });
    assert.deepEqual([second.items.length, second.hasMore], [1, false]);
  });

  test('a file whose time is over is not there', async () => {
    const { clock, files, fileAt, tenantId } = open();
    const file = fileAt(clock());
    await files.create(file);
    clock.advance(86_400_000);
    assert.equal(await files.get(tenantId, file.id), undefined);
    assert.deepEqual((await files.list(tenantId, { limit: 10 })).items, []);
    assert.equal(await files.delete(tenantId, file.id), false);
  });
};
