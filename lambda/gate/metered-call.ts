import type { Model } from '#core/models/model.ts';
import { priceCallMicroUsd } from '#core/models/price-call.ts';
import type { AnswerReading } from './answer-reading.ts';
import type { CallExpectation } from './call-expectation.ts';

/** Why the gate ends a call before the provider does. */
export type CutCause = 'client_left' | 'closed' | 'stalled' | 'budget_reached';

/** A call of the CLI on its way to the provider and back. */
export interface MeteredCall {
  /** What it is charged by; `undefined` if it costs nothing. */
  readonly model: Model | undefined;
  readonly expectation: CallExpectation;
  /** What it may come to cost. */
  readonly mostMicroUsd: number;
  /** Where the tokens of its answer are read; `undefined` until an answer has begun. */
  reading?: () => AnswerReading;
  /** Aborted when the call is cut. */
  readonly signal: AbortSignal;
  /** Ends the call to the provider; only the first cause counts. */
  cut(cause: CutCause): void;
  cutCause(): CutCause | undefined;
}

/** A call that was just made. */
export const createMeteredCall = (model: Model | undefined, expectation: CallExpectation): MeteredCall => {
  const controller = new AbortController();
  let firstCause: CutCause | undefined;
  return {
    model,
    expectation,
    mostMicroUsd: model ? priceCallMicroUsd(model, expectation.most) : 0,
    signal: controller.signal,
    cut(cause) {
      firstCause ??= cause;
      controller.abort();
    },
    cutCause: () => firstCause,
  };
};
