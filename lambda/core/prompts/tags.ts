import { z } from 'zod';

/** A word that usage is told apart by. */
const Tag = z
  .string()
  .regex(
    /^[A-Za-z0-9][\w.:/@+=-]{0,63}$/,
    'must be 1 to 64 letters, digits or . _ : / @ + = -, and begin with one of the first two',
  );

/** The tags of a prompt. */
export const Tags = z.array(Tag).max(16, 'at most 16 tags');
export type Tags = z.infer<typeof Tags>;
