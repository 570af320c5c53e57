import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { newId } from '#adapters/system/new-id.ts';
import { lineJobId, parseLineJobId } from '#core/jobs/job-id.ts';

test('the id of the job of a line tells the batch and the line', () => {
  const atMs = fc.integer({ min: 0, max: 2 ** 45 });
  fc.assert(
    fc.property(atMs, fc.integer({ min: 0, max: 999_999 }), (createdAtMs, line) => {
      const batchId = newId('batch', createdAtMs);
      assert.deepEqual(parseLineJobId(lineJobId(batchId, line)), { batch: batchId.replace('batch_', ''), line });
    }),
  );
});

test('no two ids tell the same line', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^job_[0-9a-z]{1,3}-\d{1,7}$/), (id) => {
      const parsed = parseLineJobId(id);
      if (parsed) assert.equal(lineJobId(`batch_${parsed.batch}`, parsed.line), id);
    }),
  );
});

test('the id of a job of its own tells no line', () => {
  assert.equal(parseLineJobId(newId('job', Date.UTC(2026, 10, 22))), undefined);
});
