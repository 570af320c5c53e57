import fc from 'fast-check';
import type { PassingEvent } from '#core/prompts/end-prompt.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import { errorEvent, resultEvent, SOME_METRICS } from '#test/fakes/run-events.ts';

const text = fc.string({ unit: 'binary' });

/** Any event that may come before the last. */
export const passingEvent: fc.Arbitrary<PassingEvent> = fc.oneof(
  fc.record({ kind: fc.constant('started'), sessionId: text, model: text }),
  fc.record({ kind: fc.constant('text'), text }),
  fc.record({ kind: fc.constant('thinking'), text }),
  fc.record({ kind: fc.constant('tool_started'), id: text, name: text, input: fc.jsonValue() }),
  fc.record({ kind: fc.constant('tool_completed'), id: text, isError: fc.boolean(), output: text }),
  fc.record({ kind: fc.constant('retry'), attempt: fc.nat(), delayMs: fc.nat(), status: fc.constant(529) }),
  fc.record({ kind: fc.constant('usage'), metrics: fc.nat().map((n) => ({ ...SOME_METRICS, costMicroUsd: n })) }),
);

/** Any event. */
export const runEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  { weight: 8, arbitrary: passingEvent },
  { weight: 1, arbitrary: text.map((answer) => resultEvent({ text: answer })) },
  { weight: 1, arbitrary: fc.constant(errorEvent()) },
);
