import { z } from 'zod';

/** A list of parts, or a text alone, which is a list of one part of that type. */
export const contentParts = <P extends z.ZodType>(part: P, textType: string) =>
  z.union(
    [z.string().transform((text) => [{ type: textType, text }] as z.output<P>[]), z.array(part)],
    'must be a text or a list of parts',
  );
