import type { CallParameters } from '#core/runs/call-parameters.ts';

interface Sampling {
  readonly temperature?: number | null | undefined;
  readonly top_p?: number | null | undefined;
}

/** Many clients send the default of 1 unasked; some models refuse either of them, or both at once. */
const isAsked = (share: number | null | undefined): share is number => typeof share === 'number' && share !== 1;

/** How random the answer is to be. */
export const samplingParameters = ({ temperature, top_p }: Sampling): CallParameters => ({
  ...(isAsked(temperature) && { temperature }),
  ...(isAsked(top_p) && { top_p }),
});
