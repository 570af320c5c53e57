import type { Prompt } from '#core/prompts/prompt.ts';

/** Whether a prompt ended because no runner could be had for it, so that nothing has happened of what it asks for. */
export const neverRan = ({ error, metrics }: Pick<Prompt, 'error' | 'metrics'>): boolean =>
  error?.code === 'unavailable' && metrics.modelUsage.length === 0;
