import type { RunEvent } from '#core/runs/run-event.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import { createApi } from '#lambda/create-api.ts';
import { ALICE, createFakePorts } from './fake-ports.ts';
import { invoke } from './lambda-stream.ts';
import { type FakeRequest, proxyEvent } from './proxy-event.ts';
import { HELLO } from './run-events.ts';
import { createScriptedRunner } from './scripted-runner.ts';

/** A caller of another tenant than Alice's. */
export const STRANGER = { ...ALICE, id: 'key:mallory', tenantId: 'tenant-2' };

/** The api function over a model that gives those events, and what tests call of it. */
export const createTestApi = (events: readonly RunEvent[] = HELLO, overrides: Partial<ApiPorts> = {}) => {
  const runner = createScriptedRunner(events);
  const fake = createFakePorts(runner, overrides);
  const handler = createApi(fake.ports);
  const call = (method: string, resource: string, request?: FakeRequest) =>
    invoke(handler, proxyEvent(method, resource, request));
  const callPrompt = (method: string, id: string, request?: FakeRequest) =>
    call(method, '/v1/prompts/{id}', { path: `/v1/prompts/${id}`, pathParameters: { id }, ...request });
  return {
    ...fake,
    runner,
    call,
    ask: (body: object = {}, request: FakeRequest = {}) =>
      call('POST', '/v1/prompts', { body: { prompt: 'Hi', model: 'claude-haiku-4-5', ...body }, ...request }),
    read: (id: string, request?: FakeRequest) => callPrompt('GET', id, request),
    remove: (id: string, request?: FakeRequest) => callPrompt('DELETE', id, request),
  };
};
