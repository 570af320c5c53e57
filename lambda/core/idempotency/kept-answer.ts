import { z } from 'zod';
import { BUDGET_REMAINING_HEADER } from '#core/budgets/budget-remaining-header.ts';
import { PromptError } from '#core/prompts/prompt.ts';

const headers = z.record(z.string(), z.string());

/** An error, kept to be told again. */
export const KeptError = z.object({
  kind: z.literal('error'),
  headers,
  ...PromptError.shape,
});
export type KeptError = z.infer<typeof KeptError>;

/** What a request was answered, kept to be answered again. */
export const KeptAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('body'), status: z.number(), headers, body: z.record(z.string(), z.unknown()) }),
  /** Server-sent events, all in one text, and what broke them off if something did. */
  z.object({ kind: z.literal('events'), headers, frames: z.string(), failure: KeptError.exactOptional() }),
  KeptError,
  /** The answer itself is not kept, and why. */
  z.object({ kind: z.literal('nothing'), reason: z.string() }),
]);
export type KeptAnswer = z.infer<typeof KeptAnswer>;

/** What of an answer is in its headers only: where the job is that was made, and when to look there. */
const KEPT = new Set(['location', 'preference-applied', 'retry-after']);

const isKept = (name: string): boolean =>
  KEPT.has(name) || (name.startsWith('headless-claude-') && name !== BUDGET_REMAINING_HEADER);

/** The headers of an answer that are kept with it: not the limits and budgets of that moment. */
export const keptHeaders = (all: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => isKept(name)));
