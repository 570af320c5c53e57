import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorCode } from '#core/errors/error-codes.ts';
import { endPrompt, type LastEvent } from '#core/prompts/end-prompt.ts';
import type { PromptStatus } from '#core/prompts/prompt.ts';
import type { StopReason } from '#core/runs/run-event.ts';
import { admitted } from '#test/fakes/admitted.ts';
import { createFakePorts } from '#test/fakes/fake-ports.ts';
import { errorEvent, resultEvent } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

const { ports } = createFakePorts(createScriptedRunner([]));
const { prompt } = await admitted(ports);
const LATER_MS = prompt.createdAtMs + 1_000;

const ended = (event: unknown, text: readonly string[] = [], store = true) =>
  endPrompt({ ...prompt, store }, event as LastEvent, text, LATER_MS);

const STATUS: Record<StopReason, PromptStatus> = {
  end_turn: 'completed',
  stop_sequence: 'completed',
  tool_use: 'completed',
  max_tokens: 'incomplete',
  max_turns: 'incomplete',
  max_cost: 'incomplete',
  refusal: 'incomplete',
};

for (const [stopReason, status] of Object.entries(STATUS) as [StopReason, PromptStatus][]) {
  test(`an answer that ended by ${stopReason} is ${status}, and kept`, () => {
    const record = ended(resultEvent({ stopReason, text: 'So far' }));
    assert.deepEqual(
      [record.status, record.stopReason, record.response, record.error, record.finishedAtMs],
      [status, stopReason, 'So far', undefined, LATER_MS],
    );
  });
}

for (const [code, status] of [
  ['canceled', 'canceled'],
  ['interrupted', 'failed'],
  ['run_timed_out', 'failed'],
  ['upstream_overloaded', 'failed'],
] as readonly (readonly [ErrorCode, PromptStatus])[]) {
  test(`a run that ended with the error ${code} is ${status}`, () => {
    const record = ended(errorEvent({ code, message: 'Why.', source: 'cli' }), ['Hel', 'lo']);
    assert.deepEqual(
      [record.status, record.error, record.response, record.stopReason],
      [status, { code, message: 'Why.', source: 'cli' }, 'Hello', undefined],
    );
  });
}

test('a failure before any text leaves no answer, not an empty one', () => {
  assert.equal('response' in ended(errorEvent()), false);
});

test('an empty answer is an answer', () => {
  assert.equal(ended(resultEvent({ text: '' })).response, '');
});

test('an answer that must not be stored is not in the record', () => {
  assert.equal('response' in ended(resultEvent(), ['Hello'], false), false);
  assert.equal('response' in ended(errorEvent(), ['Hello'], false), false);
});
