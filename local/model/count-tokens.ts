import type { MessageRequest } from './message-request.ts';

/** A plausible number of tokens: four characters each. */
export const countTokens = (text: string): number => Math.ceil(text.length / 4);

/** A plausible number of tokens of everything that a request gives the model to read. */
export const countInputTokens = ({ system, messages, tools }: MessageRequest): number =>
  countTokens(JSON.stringify({ system, messages, tools }));
