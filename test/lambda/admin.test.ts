import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { parseSettings } from '#core/settings.ts';
import { createAdmin } from '#lambda/create-admin.ts';
import { VERSION } from '#lambda/version.ts';
import type { ProxyResponse } from '#middleware/proxy-response.ts';
import { createFakePorts } from '#test/fakes/fake-ports.ts';
import { proxyEvent } from '#test/fakes/proxy-event.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

/** A request that Cognito's authorizer has let through: it leaves claims, and no caller. */
const adminEvent = (resource: string): APIGatewayProxyEvent => proxyEvent('GET', resource, { caller: null });

const createTestAdmin = (settings = parseSettings({})) => {
  const { ports, reports, records } = createFakePorts(createScriptedRunner([]), { settings });
  const handler = createAdmin(ports);
  const call = async (resource: string) => {
    const response: ProxyResponse = await handler(adminEvent(resource), {} as Context);
    return { ...response, json: JSON.parse(String(response.body)) };
  };
  return { call, reports, records };
};

test('GET /admin/settings answers with the settings of this deployment', async () => {
  const settings = parseSettings({ retentionDays: 7 });
  const { call, records } = createTestAdmin(settings);
  const { statusCode, headers, json } = await call('/admin/settings');
  assert.equal(statusCode, 200);
  assert.deepEqual(json, { object: 'settings', version: VERSION, settings });
  assert.deepEqual([headers['request-id'], headers['access-control-allow-origin']], ['request-1', '*']);
  assert.deepEqual([records[0]?.resource, records[0]?.status], ['/admin/settings', 200]);
});

test('fails for what the api function serves', async () => {
  const { statusCode, json } = await createTestAdmin().call('/v1/models');
  assert.deepEqual([statusCode, json.code, json.request_id], [404, 'not_found', 'request-1']);
});

test('fails without details, but with a report, for a defect', async () => {
  const settings = parseSettings({});
  const broken = new Proxy(settings, {
    get: (target, name) => {
      if (name === 'toJSON') throw new Error('secret of the settings');
      return Reflect.get(target, name);
    },
  });
  const { call, reports } = createTestAdmin(broken);
  const { statusCode, json } = await call('/admin/settings');
  assert.deepEqual([statusCode, json.code], [500, 'internal_error']);
  assert.doesNotMatch(JSON.stringify(json), /secret/);
  assert.equal(reports.length, 1);
});
