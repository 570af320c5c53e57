import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { createApiKeyVerifier } from '#adapters/tokens/api-key-verifier.ts';
import { createApiKey, renewApiKey } from '#adapters/tokens/create-api-key.ts';
import { type AdminPorts, createAdmin } from '#lambda/create-admin.ts';
import type { ProxyResponse } from '#middleware/proxy-response.ts';
import { createFakePorts } from './fake-ports.ts';
import { createMemoryApiKeyStore } from './memory-api-key-store.ts';
import { createMemoryAssignmentStore } from './memory-assignment-store.ts';
import { createMemoryAuditLog } from './memory-audit-log.ts';
import { createMemoryMeterKeys } from './memory-meter-keys.ts';
import { createMemoryTenantStore } from './memory-tenant-store.ts';
import { type FakeRequest, proxyEvent } from './proxy-event.ts';
import { createScriptedRunner } from './scripted-runner.ts';

/** A request that Cognito's authorizer has let through: it leaves claims, and no caller. */
const adminEvent = (method: string, resource: string, request: FakeRequest): APIGatewayProxyEvent => {
  const event = proxyEvent(method, resource, { ...request, caller: null });
  const claims = { sub: 'anna', client_id: 'console' };
  return { ...event, requestContext: { ...event.requestContext, authorizer: { claims } } };
};

/** `/admin/tenants/t1/keys` → its resource, and the ids in it. */
const resourceOf = (path: string) => {
  const [, , noun, id, more, member, ...rest] = path.split('/');
  const name = more === 'principals' ? 'principal_id' : 'key_id';
  const parts = ['', 'admin', noun, id && '{id}', more, member && `{${name}}`, ...rest];
  const pathParameters = { ...(id && { id }), ...(member && { [name]: member }) };
  return { resource: parts.filter((part) => part !== undefined).join('/'), pathParameters };
};

/** The admin function over stores in memory, and what tests call of it. */
export const createTestAdmin = (overrides: Partial<AdminPorts> = {}) => {
  const { ports, clock, reports, records } = createFakePorts(createScriptedRunner([]));
  const meterKeys = createMemoryMeterKeys();
  const admin = {
    ...ports,
    tenants: createMemoryTenantStore(),
    assignments: createMemoryAssignmentStore(),
    apiKeys: createMemoryApiKeyStore(),
    audit: createMemoryAuditLog(),
    keyMaker: { create: createApiKey, renew: renewApiKey },
    meterKeys,
    ...overrides,
  };
  const handler = createAdmin(admin);
  const call = async (method: string, path: string, body?: object, request: FakeRequest = {}) => {
    const { resource, pathParameters } = resourceOf(path);
    const event = adminEvent(method, resource, { path, pathParameters, ...(body && { body }), ...request });
    const { statusCode: status, headers, body: text }: ProxyResponse = await handler(event, {} as Context);
    const isJson = headers['content-type']?.includes('json');
    return { status, headers, text: String(text), json: isJson ? JSON.parse(String(text)) : undefined };
  };
  return { ports: admin, clock, reports, records, meterKeys, call, verify: createApiKeyVerifier(admin.apiKeys, clock) };
};
