import type { LastEvent, PassingEvent } from '#core/prompts/end-prompt.ts';
import { createOutputStream, type ResponseEvent } from './output-stream.ts';
import type { ResponseBody } from './response-body.ts';
import { type AnsweredPrompt, beginResponse, INCOMPLETE_REASONS, type ResponseJson } from './response-json.ts';
import { toResponseUsage } from './response-usage.ts';

/** An event in its place. */
export type NumberedEvent = ResponseEvent & { readonly sequence_number: number };

/** Translates the events of one run to those of a response, in the order that clients rely on. */
export interface ResponseStream {
  /** That it has begun; comes first. */
  begin(): readonly NumberedEvent[];
  /** What the event adds. */
  read(event: PassingEvent): readonly NumberedEvent[];
  /** How it ended. */
  end(last: LastEvent, finishedAtMs: number | undefined): ResponseEnd;
}

/** The end of a response. */
export interface ResponseEnd {
  readonly events: readonly NumberedEvent[];
  /** The whole of it, as the last event has it. */
  readonly response: ResponseJson;
}

const endOf = (last: LastEvent): Pick<ResponseJson, 'status' | 'error' | 'incomplete_details'> => {
  if (last.kind === 'error') {
    const { code, message } = last.failure;
    return { status: 'failed', error: { code, message }, incomplete_details: null };
  }
  const reason = INCOMPLETE_REASONS[last.result.stopReason];
  if (reason === undefined) return { status: 'completed', error: null, incomplete_details: null };
  return { status: 'incomplete', error: null, incomplete_details: { reason } };
};

const toSeconds = (ms: number | undefined): number | null => (ms === undefined ? null : Math.floor(ms / 1000));

/** A stream of which nothing was sent yet. */
export const createResponseStream = (prompt: AnsweredPrompt, body: ResponseBody): ResponseStream => {
  const response = beginResponse(prompt, body);
  const output = createOutputStream(response.id);
  let sequenceNumber = 0;

  const numbered = (events: readonly ResponseEvent[]): readonly NumberedEvent[] =>
    events.map((event) => {
      const sequence_number = sequenceNumber;
      sequenceNumber += 1;
      return { ...event, sequence_number };
    });

  return {
    begin: () =>
      numbered([
        { type: 'response.created', response },
        { type: 'response.in_progress', response },
      ]),
    read: (event) => numbered(output.read(event)),
    end(last, finishedAtMs) {
      const end = endOf(last);
      const closing = output.close(end.status === 'completed' ? 'completed' : 'incomplete');
      const { metrics } = last.kind === 'error' ? last.failure : last.result;
      const whole: ResponseJson = {
        ...response,
        ...end,
        completed_at: end.status === 'completed' ? toSeconds(finishedAtMs) : null,
        output: [...output.items()],
        usage: toResponseUsage(metrics.usage),
      };
      return { events: numbered([...closing, { type: `response.${end.status}`, response: whole }]), response: whole };
    },
  };
};
