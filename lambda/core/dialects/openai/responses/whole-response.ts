import type { PassingEvent } from '#core/prompts/end-prompt.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import type { RunResult } from '#core/runs/run-event.ts';
import type { ResponseJson } from './response-json.ts';
import type { ResponseStream } from './response-stream.ts';

/** What a run has come to. */
interface WholeRun {
  readonly prompt: Pick<Prompt, 'finishedAtMs'>;
  readonly events: readonly PassingEvent[];
  readonly result: RunResult;
}

/** The response that a stream would end with. */
export const wholeResponse = (stream: ResponseStream, { prompt, events, result }: WholeRun): ResponseJson => {
  for (const event of events) stream.read(event);
  return stream.end({ kind: 'result', result }, prompt.finishedAtMs).response;
};
