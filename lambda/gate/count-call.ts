import type { Model } from '#core/models/model.ts';
import { priceCallMicroUsd } from '#core/models/price-call.ts';
import type { CountedCall } from '#core/runs/add-call.ts';
import type { AnswerReading } from './answer-reading.ts';

/** What was read of an answer, with its price: each call is priced by itself. */
export const countCall = (model: Model, { usage, isFinal }: AnswerReading): CountedCall => ({
  model: model.id,
  usage,
  costMicroUsd: priceCallMicroUsd(model, usage),
  isFinal,
});
