import type { Model } from '#core/models/model.ts';
import type { Allowance } from './allowance.ts';

/** Those of the models that the caller may use. */
export const usableModels = (models: readonly Model[], { models: allowed }: Allowance): readonly Model[] =>
  models.filter(({ id }) => allowed?.includes(id) ?? true);
