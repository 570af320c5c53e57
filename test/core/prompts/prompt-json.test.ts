import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endPrompt, type LastEvent } from '#core/prompts/end-prompt.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import { PromptJson, toPromptJson } from '#core/prompts/prompt-json.ts';
import { admitted } from '#test/fakes/admitted.ts';
import { createFakePorts } from '#test/fakes/fake-ports.ts';
import { errorEvent, resultEvent } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

const { ports, clock } = createFakePorts(createScriptedRunner([]));
const { prompt: running } = await admitted(ports, { system: 'Be brief.', metadata: { a: 'b' }, tags: ['team:blue'] });
const end = (prompt: Prompt, event: unknown, text: readonly string[] = []) =>
  endPrompt(prompt, event as LastEvent, text, clock() + 2_000);

test('a prompt that has ended is shown with its answer, usage, cost and times', () => {
  const tokens = {
    input_tokens: 10,
    output_tokens: 20,
    cache_read_input_tokens: 30,
    cache_creation_input_tokens: 40,
  };
  assert.deepEqual(toPromptJson(end(running, resultEvent())), {
    id: 'prompt_000001',
    object: 'prompt',
    status: 'completed',
    profile: 'agent',
    model: 'claude-haiku-4-5',
    prompt: 'Hi',
    system: 'Be brief.',
    response: 'Hello, world',
    stop_reason: 'end_turn',
    error: null,
    usage: tokens,
    model_usage: [{ model: 'claude-haiku-4-5', calls: 1, ...tokens, cost_usd: 0.000163 }],
    cost_usd: 0.000163,
    is_cost_estimated: false,
    turns: 1,
    session_id: 'session-1',
    duration_ms: 1235,
    time_to_first_token_ms: 100,
    overhead_ms: 34,
    metadata: { a: 'b' },
    tags: ['team:blue'],
    store: true,
    request_id: 'request-1',
    created_at: '2026-11-22T12:00:00.000Z',
    finished_at: '2026-11-22T12:00:02.000Z',
    expires_at: '2027-02-20T12:00:00.000Z',
  });
});

test('what a prompt does not have yet is null', () => {
  const json = toPromptJson(running);
  const nulls = Object.entries(json).filter(([, value]) => value === null);
  assert.deepEqual(
    nulls.map(([name]) => name),
    [
      'response',
      'stop_reason',
      'error',
      'turns',
      'session_id',
      'duration_ms',
      'time_to_first_token_ms',
      'overhead_ms',
      'finished_at',
    ],
  );
});

test('an answer that is not stored can still be shown', () => {
  const unstored = end({ ...running, store: false }, resultEvent());
  assert.equal(toPromptJson(unstored).response, null);
  assert.equal(toPromptJson(unstored, 'Hello').response, 'Hello');
});

test('who called, and for whom, is not shown', () => {
  assert.doesNotMatch(JSON.stringify(toPromptJson(running)), /tenant-1|key:alice/);
});

for (const [what, prompt] of [
  ['running', running],
  ['completed', end(running, resultEvent())],
  ['failed', end(running, errorEvent(), ['Hel'])],
] as const) {
  test(`a prompt that is ${what} is as the documented schema says`, () => {
    const json = toPromptJson(prompt);
    assert.deepEqual(PromptJson.strict().parse(json), json);
  });
}
