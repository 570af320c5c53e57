import { z } from 'zod';

/** The answer to a line, as it is kept until the results of its batch are written. */
export const LineAnswer = z.object({
  /** In the words of its API. */
  body: z.looseObject({}),
  /** Names of what the line asked for and did not get. */
  ignored: z.array(z.string()),
});
export type LineAnswer = z.infer<typeof LineAnswer>;
