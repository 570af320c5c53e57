import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSettings } from '#core/settings.ts';
import { VERSION } from '#lambda/version.ts';
import { createTestAdmin } from '#test/fakes/test-admin.ts';

test('GET /admin/settings answers with the settings of this deployment', async () => {
  const settings = parseSettings({ retentionDays: 7 });
  const { call, records } = createTestAdmin({ settings });
  const { status, headers, json } = await call('GET', '/admin/settings');
  assert.equal(status, 200);
  assert.deepEqual(json, { object: 'settings', version: VERSION, settings });
  assert.deepEqual([headers['request-id'], headers['access-control-allow-origin']], ['request-1', '*']);
  assert.deepEqual([records[0]?.resource, records[0]?.status], ['/admin/settings', 200]);
});

test('fails for what the api function serves', async () => {
  const { status, json } = await createTestAdmin().call('GET', '/v1/models');
  assert.deepEqual([status, json.code, json.request_id], [404, 'not_found', 'request-1']);
});

test('fails without details, but with a report, for a defect', async () => {
  const settings = parseSettings({});
  const broken = new Proxy(settings, {
    get: (target, name) => {
      if (name === 'toJSON') throw new Error('secret of the settings');
      return Reflect.get(target, name);
    },
  });
  const { call, reports } = createTestAdmin({ settings: broken });
  const { status, json } = await call('GET', '/admin/settings');
  assert.deepEqual([status, json.code], [500, 'internal_error']);
  assert.doesNotMatch(JSON.stringify(json), /secret/);
  assert.equal(reports.length, 1);
});
