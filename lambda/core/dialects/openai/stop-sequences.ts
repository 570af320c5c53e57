import { z } from 'zod';

const StopSequence = z.string().regex(/\S/, 'must not be of white space only, which Claude does not take');

/** What ends the answer when the model writes it: one sequence or several. */
export const StopSequences = z
  .union(
    [StopSequence.transform((sequence) => [sequence]), z.array(StopSequence)],
    'must be a sequence or a list of them, none of white space only, which Claude does not take',
  )
  .nullish();
