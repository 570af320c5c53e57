import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { errorEvent } from '#test/fakes/run-events.ts';
import { createTestApi } from '#test/fakes/test-api.ts';

describe('POST /api/claude', () => {
  test('answers as the original service did, with id and usage beside it', async () => {
    const { call } = createTestApi();
    const { status, headers, json } = await call('POST', '/api/claude', { body: { prompt: 'Hi' } });
    assert.equal(status, 200);
    assert.deepEqual(json, {
      response: 'Hello, world',
      id: 'prompt_000001',
      usage: {
        input_tokens: 10,
        output_tokens: 20,
        cache_read_input_tokens: 30,
        cache_creation_input_tokens: 40,
      },
      cost_usd: 0.000163,
      stop_reason: 'end_turn',
    });
    assert.equal(headers['headless-claude-prompt-id'], 'prompt_000001');
  });

  test('fails with an error as every other route', async () => {
    const { call } = createTestApi([errorEvent()]);
    const { status, json } = await call('POST', '/api/claude', { body: { prompt: 'Hi' } });
    assert.deepEqual([status, json.code], [529, 'upstream_overloaded']);
  });

  test('fails for anything but a prompt', async () => {
    const { call } = createTestApi();
    assert.equal((await call('POST', '/api/claude', { body: { prompt: 'Hi', stream: true } })).status, 400);
  });
});
