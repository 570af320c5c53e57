import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { textConversation } from '#core/runs/conversation.ts';
import { VERSION } from '#lambda/version.ts';
import { errorEvent, resultEvent } from '#test/fakes/run-events.ts';
import { createTestApi } from '#test/fakes/test-api.ts';

describe('POST /v1/prompts', () => {
  test('answers with the prompt, its answer and what it cost', async () => {
    const { ask } = createTestApi();
    const { status, headers, json } = await ask();
    assert.equal(status, 200);
    const { id, object, response, cost_usd, stop_reason } = json;
    assert.deepEqual(
      { id, object, status: json.status, response, cost_usd, stop_reason },
      {
        id: 'prompt_000001',
        object: 'prompt',
        status: 'completed',
        response: 'Hello, world',
        cost_usd: 0.000163,
        stop_reason: 'end_turn',
      },
    );
    assert.deepEqual(
      Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('headless-claude-'))),
      {
        'headless-claude-prompt-id': 'prompt_000001',
        'headless-claude-model': 'claude-haiku-4-5',
        'headless-claude-cost-usd': '0.000163',
        'headless-claude-overhead-ms': '34',
        'headless-claude-session-id': 'session-1',
        'headless-claude-stop-reason': 'end_turn',
        'headless-claude-version': VERSION,
      },
    );
  });

  test('passes a prompt on character by character', async () => {
    const { ask, runner } = createTestApi();
    const prompt = '/clear @/etc/passwd !ls #x -p \u2028 \u{1f600} \0';
    const body = Buffer.from(JSON.stringify({ prompt })).toString('base64');
    await ask({}, { rawBody: body, isBase64Encoded: true });
    assert.deepEqual(runner.requests[0]?.messages, textConversation(prompt));
  });

  test('with store: false answers with the answer, which cannot be read later', async () => {
    const { ask, read } = createTestApi();
    assert.equal((await ask({ store: false })).json.response, 'Hello, world');
    const { json } = await read('prompt_000001');
    assert.deepEqual([json.response, json.prompt, json.status, json.store], [null, undefined, 'completed', false]);
  });

  test('an answer that a limit cut short is an answer', async () => {
    const { status, json } = await createTestApi([resultEvent({ stopReason: 'max_cost', text: 'So' })]).ask();
    assert.deepEqual([status, json.status, json.stop_reason, json.response], [200, 'incomplete', 'max_cost', 'So']);
  });

  for (const padding of [0, 1]) {
    test(`a long answer arrives whole, wherever it is cut on its way (${padding})`, async () => {
      const text = '.'.repeat(padding) + '\u{1f600}'.repeat(20_000);
      assert.equal((await createTestApi([resultEvent({ text })]).ask()).json.response, text);
    });
  }

  for (const [code, status, shouldRetry] of [
    ['upstream_overloaded', 529, undefined],
    ['upstream_rate_limited', 429, undefined],
    ['run_timed_out', 504, 'false'],
    ['cli_failed', 500, 'false'],
    ['context_length_exceeded', 400, undefined],
    ['canceled', 499, 'false'],
  ] as const) {
    test(`a run that fails with ${code} is answered ${status}, with the id of its record`, async () => {
      const events = [errorEvent({ code, message: 'Why.', retryAfterSeconds: 7 })];
      const { ask, read } = createTestApi(events);
      const { status: answered, headers, json } = await ask();
      assert.deepEqual([answered, json.code, json.detail], [status, code, 'Why.']);
      assert.deepEqual(json.error.details, { error_code: code, source: 'upstream' });
      assert.deepEqual(
        [headers['headless-claude-prompt-id'], headers['x-should-retry'], headers['retry-after'], headers['ratelimit']],
        ['prompt_000001', shouldRetry, '7', '"caller-minute";r=119;t=60, "tenant-minute";r=599;t=60'],
      );
      assert.equal((await read('prompt_000001')).json.error.code, code);
    });
  }
});
