/** One cent: a budget of which less is left is used up, because a run that may cost less rarely comes to an answer. */
export const LEAST_RUN_MICRO_USD = 10_000;
