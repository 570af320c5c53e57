import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeGrant } from '#core/grants/change-grant.ts';
import type { Grant } from '#core/grants/grant.ts';
import type { GrantStore } from '#core/grants/grant-store.ts';
import { grantOf } from '#test/fakes/grants.ts';
import { createMemoryGrantStore } from '#test/fakes/memory-grant-store.ts';

const close = (grant: Grant): Grant => ({ ...grant, isClosed: true });

test('a change that is known to be of the latest costs one write and no read', async () => {
  const grants = createMemoryGrantStore(() => 0);
  const grant = grantOf('prompt_1', 0);
  await grants.create(grant);
  const blind: GrantStore = { ...grants, get: () => Promise.reject(new Error('read')) };
  assert.equal((await changeGrant(blind, grant, close)).isClosed, true);
});

test('what needs no change in a grant that is out of date is decided by the latest', async () => {
  const grants = createMemoryGrantStore(() => 0);
  const grant = grantOf('prompt_1', 0);
  await grants.create(grant);
  await changeGrant(grants, grant, close);
  const seen: boolean[] = [];
  await changeGrant(grants, grant, (now) => {
    seen.push(now.isClosed);
    return now;
  });
  assert.deepEqual(seen, [false, true]);
});

test('fails when the grant is gone, or is changed by others all the time', async () => {
  const grants = createMemoryGrantStore(() => 0);
  const grant = grantOf('prompt_1', 0);
  await assert.rejects(changeGrant(grants, grant, close), { code: 'unavailable' });
  const contested: GrantStore = { ...grants, get: async () => grant, replace: async () => undefined };
  await assert.rejects(changeGrant(contested, grant, close), { code: 'unavailable' });
});
