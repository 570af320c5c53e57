import fc from 'fast-check';
import type { PassingEvent } from '#core/prompts/end-prompt.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import { errorEvent, resultEvent, SOME_METRICS } from '#test/fakes/run-events.ts';

const text = fc.string({ unit: 'binary' });

/** An event before the last that callers of `/v1/prompts` are told of. */
export const passingEvent: fc.Arbitrary<PassingEvent> = fc.oneof(
  fc.record({ kind: fc.constant('started'), sessionId: text, model: text }),
  fc.record({ kind: fc.constant('text'), text }),
  fc.record({ kind: fc.constant('thinking'), text }),
  fc.record({ kind: fc.constant('tool_started'), id: text, name: text, input: fc.jsonValue() }),
  fc.record({ kind: fc.constant('tool_completed'), id: text, isError: fc.boolean(), output: text }),
  fc.record({ kind: fc.constant('retry'), attempt: fc.nat(), delayMs: fc.nat(), status: fc.constant(529) }),
  fc.record({ kind: fc.constant('usage'), metrics: fc.nat().map((n) => ({ ...SOME_METRICS, costMicroUsd: n })) }),
);

/** Few, so that what belongs together meets. */
const callId = fc.constantFrom('call-1', 'call-2');

/** Any event before the last, those included that only callers of other vendors' APIs are told of. */
export const anyPassingEvent: fc.Arbitrary<PassingEvent> = fc.oneof(
  { weight: 2, arbitrary: passingEvent },
  fc.record({ kind: fc.constant('thinking_signature'), signature: text }),
  fc.record({ kind: fc.constant('redacted_thinking'), data: text }),
  fc.record({ kind: fc.constant('tool_call'), id: callId, name: text }),
  fc.record({ kind: fc.constant('tool_call_input'), id: callId, json: text }),
);

/** Any event. */
export const runEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  { weight: 8, arbitrary: passingEvent },
  { weight: 1, arbitrary: text.map((answer) => resultEvent({ text: answer })) },
  { weight: 1, arbitrary: fc.constant(errorEvent()) },
);
