import type { AnswerSchema } from '#core/dialects/answer-schema.ts';

/** JSON mode: any object. */
export const ANY_OBJECT: AnswerSchema = { type: 'object' };
