import { z } from 'zod';

/** What an administrator calls something: shown in logs and terminals, so it is text and nothing else. */
export const Name = z
  .string()
  .trim()
  .min(1)
  .max(128)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not hold control characters or lone surrogates');
