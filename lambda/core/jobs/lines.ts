import type { PassingEvent } from '#core/prompts/end-prompt.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import type { PromptDraft } from '#core/prompts/prompt-draft.ts';
import type { RunResult } from '#core/runs/run-event.ts';
import type { LineJob } from './line-job.ts';

/** What there is to answer a line with. */
export interface LineResult {
  readonly prompt: Prompt;
  readonly result: RunResult;
  /** What happened until then. */
  readonly events: readonly PassingEvent[];
}

/** What batches do for the jobs that are their lines. */
export interface Lines {
  /** Whether its batch was canceled: then it must not go on, also before it is its turn to be canceled itself. */
  isCanceled(job: LineJob): Promise<boolean>;
  /** What the line asks for. @throws ServiceError for what its API would refuse; `canceled` if its batch was. */
  readDraft(job: LineJob): Promise<PromptDraft>;
  /** The answer in the words of the line's API. */
  answerOf(job: LineJob, answer: LineResult): Promise<object>;
  /** Counts a line once that has ended: repeating it before `forgetLine` changes nothing. */
  countLine(job: LineJob): Promise<void>;
  /** Forgets that it was counted, once nothing can count it again. */
  forgetLine(job: LineJob): Promise<void>;
}
