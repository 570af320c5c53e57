import { z } from 'zod';

/** What an answer that sends its reader on says, besides its header `location`. */
export const RedirectJson = z.object({ url: z.string().meta({ description: 'Leave enough for whoever has it.' }) });
