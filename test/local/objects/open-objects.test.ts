import assert from 'node:assert/strict';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseSettings } from '#core/settings.ts';
import { openObjects } from '#local/objects/open-objects.ts';
import { temporaryFolder } from '#test/local/temporary-folder.ts';

const DAY_SECONDS = 86_400;
const NOW_MS = Date.UTC(2026, 10, 22, 12);

const open = (dataDir: string, retentionDays = 90) =>
  openObjects({ dataDir, settings: parseSettings({ retentionDays }), clock: () => NOW_MS });

test('objects are deleted at a start once nothing can need them any more', async (t) => {
  const dataDir = await temporaryFolder(t);
  const { objects } = await open(dataDir);
  for (const ageDays of [8, 10, 31, 33]) {
    await objects.write(`files/${ageDays}`, new Blob(['x']).stream());
    const writtenAt = NOW_MS / 1000 - ageDays * DAY_SECONDS;
    await utimes(join(dataDir, 'objects', 'files', String(ageDays)), writtenAt, writtenAt);
  }
  const left = async (retentionDays: number): Promise<readonly number[]> => {
    const { objects: opened } = await open(dataDir, retentionDays);
    const ages = [8, 10, 31, 33];
    const sizes = await Promise.all(ages.map((ageDays) => opened.sizeBytes(`files/${ageDays}`)));
    return ages.filter((_, index) => sizes[index] !== undefined);
  };
  assert.deepEqual(await left(90), [8, 10, 31]);
  assert.deepEqual(await left(7), [8]);
});
