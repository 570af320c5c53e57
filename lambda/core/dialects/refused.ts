import { z } from 'zod';

/** A member that cannot be honoured: whoever asks for it is told why, and what to do instead. */
export const refused = (why: string) => z.null(why).optional();
