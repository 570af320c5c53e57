import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepFile } from '#core/files/keep-file.ts';
import { fileKey } from '#core/files/stored-file.ts';
import { sweepFiles } from '#core/files/sweep-files.ts';
import { createFakePorts } from '#test/fakes/fake-ports.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const start = () => {
  const { ports, clock } = createFakePorts(createScriptedRunner([]));
  const keep = (lifetimeSeconds: number) =>
    keepFile({ tenantId: 'tenant-1', filename: 'in.jsonl', purpose: 'batch', lifetimeSeconds }, '{}', ports);
  const hasBytes = async ({ id }: { readonly id: string }) =>
    (await ports.objects.sizeBytes(fileKey(id))) !== undefined;
  return { ports, clock, keep, hasBytes };
};

test('the bytes of a file are gone a day after it has expired, those of others stay', async () => {
  const { ports, clock, keep, hasBytes } = start();
  const [short, long] = [await keep(HOUR_MS / 1000), await keep((2 * HOUR_MS) / 1000)];
  clock.advance(HOUR_MS + DAY_MS);
  assert.equal(await sweepFiles(ports), 0);
  clock.advance(1);
  assert.equal(await sweepFiles(ports), 1);
  assert.deepEqual([await hasBytes(short), await hasBytes(long)], [false, true]);
  assert.equal(await sweepFiles(ports), 0);
});

test('bytes that cannot be deleted are left to the next sweep, and do not keep others', async () => {
  const { ports, clock, keep, hasBytes } = start();
  const [broken, other] = [await keep(HOUR_MS / 1000), await keep(HOUR_MS / 1000)];
  clock.advance(3 * DAY_MS);
  const deleteSome = async (key: string) => {
    if (key === fileKey(broken.id)) throw new Error('the bucket cannot be reached');
    await ports.objects.delete(key);
  };
  await assert.rejects(sweepFiles({ ...ports, objects: { delete: deleteSome } }), AggregateError);
  assert.deepEqual([await hasBytes(broken), await hasBytes(other)], [true, false]);
  assert.equal(await sweepFiles(ports), 1);
  assert.equal(await hasBytes(broken), false);
});
