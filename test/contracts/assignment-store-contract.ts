import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Assignment } from '#core/tenants/assignment.ts';
import type { AssignmentStore } from '#core/tenants/assignment-store.ts';

let count = 0;

const newAssignment = (tenantId = 'ten_a'): Assignment => {
  count += 1;
  const principalId = `user:${process.pid}-${String(count).padStart(4, '0')}`;
  return { principalId, tenantId: `${tenantId}_${process.pid}`, assignedAtMs: 1_795_348_800_000 };
};

/** What every `AssignmentStore` promises. */
export const testAssignmentStore = (createStore: () => AssignmentStore): void => {
  test('an assignment is found as it was made, and none before', async () => {
    const store = createStore();
    const assignment = newAssignment();
    assert.equal(await store.find(assignment.principalId), undefined);
    await store.assign(assignment);
    assert.deepEqual(await store.find(assignment.principalId), assignment);
  });

  test('who is assigned to another tenant belongs to that, and to the former no more', async () => {
    const store = createStore();
    const former = newAssignment('ten_former');
    const { principalId } = former;
    const latter = { ...former, ...newAssignment('ten_latter'), principalId };
    await store.assign(former);
    await store.assign(latter);
    assert.deepEqual(await store.find(principalId), latter);
    assert.deepEqual((await store.list(former.tenantId, { limit: 10 })).assignments, []);
    assert.deepEqual((await store.list(latter.tenantId, { limit: 10 })).assignments, [latter]);
  });

  test('an assignment is removed once, and not by way of another tenant', async () => {
    const store = createStore();
    const assignment = newAssignment();
    const { principalId, tenantId } = assignment;
    await store.assign(assignment);
    assert.equal(await store.remove('ten_other', principalId), false);
    assert.deepEqual(await store.find(principalId), assignment);
    assert.deepEqual(
      [await store.remove(tenantId, principalId), await store.remove(tenantId, principalId)],
      [true, false],
    );
    assert.equal(await store.find(principalId), undefined);
  });

  test("a tenant's are listed page by page, in order, without those of others", async () => {
    const store = createStore();
    const made = Array.from({ length: 5 }, () => newAssignment('ten_listed'));
    for (const assignment of [...made.toReversed(), newAssignment()]) await store.assign(assignment);
    const tenantId = made[0]?.tenantId ?? '';
    const first = await store.list(tenantId, { limit: 3 });
    const second = await store.list(tenantId, { limit: 3, ...(first.lastId !== undefined && { after: first.lastId }) });
    assert.deepEqual([first.assignments, first.hasMore], [made.slice(0, 3), true]);
    assert.deepEqual([second.assignments, second.hasMore], [made.slice(3), false]);
    assert.deepEqual(await store.list('ten_none', { limit: 3 }), { assignments: [], hasMore: false });
  });
};
