import { z } from 'zod';

/** A key of prompts' metadata that usage may be told apart by. */
export const UsageMetadataKey = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,63}$/, 'must be 1 to 64 letters, digits or . _ -, and begin with one of the first two');
