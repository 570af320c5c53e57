import { z } from 'zod';

/** The clients of other vendors' APIs ask for as much, and come back for the rest. */
const MOST_ASKED = 10_000;
const MOST_GIVEN = 100;

/** How many things a page has, for clients that may ask for more than a page ever has here. */
export const pageLimit = z.coerce
  .number()
  .int()
  .min(1)
  .max(MOST_ASKED)
  .default(20)
  .transform((limit) => Math.min(limit, MOST_GIVEN))
  .meta({ description: `Page size. A page has up to ${MOST_GIVEN}, whatever is asked for.` });
