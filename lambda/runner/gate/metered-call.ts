import type { Model } from '#core/models/model.ts';
import type { AnswerReading } from './answer-reading.ts';

/** Why the gate ends a call before the provider does. */
export type CutCause = 'client_left' | 'closed' | 'stalled' | 'budget_reached';

/** A call of the CLI on its way to the provider and back. */
export interface MeteredCall {
  /** What it is charged by; `undefined` if it costs nothing. */
  readonly model: Model | undefined;
  /** Aborted with the first `CutCause`. */
  readonly signal: AbortSignal;
  cut(cause: CutCause): void;
  /** Where the tokens of its answer are read; `undefined` until an answer has begun. */
  reading?: () => AnswerReading;
}

/** A call that was just made. */
export const createMeteredCall = (model: Model | undefined): MeteredCall => {
  const controller = new AbortController();
  return { model, signal: controller.signal, cut: (cause) => controller.abort(cause) };
};
