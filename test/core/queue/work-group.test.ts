import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workGroup } from '#core/queue/work-group.ts';

test('a batch takes its turn apart from the jobs of its tenant, and from other tenants', () => {
  const job = { kind: 'job', tenantId: 'a', jobId: 'job_1' } as const;
  const batch = { kind: 'batch', tenantId: 'a', batchId: 'batch_1' } as const;
  const all = [job, { ...job, tenantId: 'b' }, batch, { ...batch, tenantId: 'b' }];
  assert.equal(new Set(all.map(workGroup)).size, all.length);
  assert.equal(workGroup(job), workGroup({ ...job, jobId: 'job_2' }));
});
