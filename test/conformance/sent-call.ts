import type { StandInModel } from '#local/model/stand-in-model.ts';

/** What the model was sent. */
export interface SentCall {
  readonly system?: unknown;
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly [member: string]: unknown;
}

/** What the model was last sent; where several runs go on at once, nobody knows whose that is. */
export const lastCall = ({ calls }: StandInModel): SentCall => calls.at(-1)?.body as SentCall;
