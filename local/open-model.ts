import type { Upstream } from '#core/runs/run-request.ts';
import { type StandInModel, startStandInModel } from '#local/model/stand-in-model.ts';
import type { LocalOptions } from './options.ts';

/** Where model calls go. */
export interface OpenModel {
  readonly upstream: Upstream;
  /** What answers, unless it is a model. */
  readonly standIn: StandInModel | undefined;
}

/** The Anthropic API if it is given, else the stand-in model, which is started. */
export const openModel = async ({ upstream }: LocalOptions): Promise<OpenModel> => {
  if (upstream) return { upstream: { provider: 'anthropic', ...upstream }, standIn: undefined };
  const standIn = await startStandInModel({ maxRecordedCalls: 0 });
  return { upstream: { provider: 'anthropic', baseUrl: standIn.baseUrl, apiKey: 'no-key-is-needed' }, standIn };
};
