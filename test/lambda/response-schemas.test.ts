import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROUTES, type Route } from '#lambda/routes.ts';
import { createTestApi } from '#test/fakes/test-api.ts';

const schemaOf = (operation: string) => {
  const { response } = ROUTES.find((route) => route.operation === operation) as Route;
  assert.ok(response, `${operation} declares what it answers`);
  return response;
};

test('what routes answer is what they declare, to the last field', async () => {
  const api = createTestApi();
  const created = await api.ask();
  const { id } = JSON.parse(created.text);
  const answers = {
    createPrompt: created,
    getPrompt: await api.read(id),
    listPrompts: await api.call('GET', '/v1/prompts'),
    askClaude: await api.call('POST', '/api/claude', { body: { prompt: 'Hi' } }),
    listModels: await api.call('GET', '/v1/models'),
    getUsage: await api.call('GET', '/v1/usage'),
    deletePrompt: await api.remove(id),
  };
  for (const [operation, { text }] of Object.entries(answers)) {
    const body = JSON.parse(text);
    // Unknown fields are dropped by parsing: what is left equals what came only if there were none.
    assert.deepEqual(schemaOf(operation).parse(body), body, operation);
  }
});
