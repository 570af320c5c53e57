import { ServiceError } from '#core/errors/service-error.ts';
import { findModel } from './find-model.ts';
import type { Model } from './model.ts';
import type { ModelListQuery } from './model-list-query.ts';

/** Some of the models, in their order. */
export interface ModelPage {
  readonly models: readonly Model[];
  /** Whether there are more in the direction of the query. */
  readonly hasMore: boolean;
}

const indexOf = (models: readonly Model[], field: string, name: string): number => {
  const model = findModel(models, name);
  if (model) return models.indexOf(model);
  const message = `there is no model "${name}" here`;
  throw new ServiceError('invalid_request', `The query is not valid. ${field}: ${message}.`, {
    fields: [{ pointer: `/${field}`, message }],
  });
};

/**
 * The page of the models that the query asks for.
 *
 * @throws ServiceError `invalid_request` if it is to begin or end at a model that is not there.
 */
export const pageModels = (
  models: readonly Model[],
  { limit, after_id, after = after_id, before_id: before }: ModelListQuery,
): ModelPage => {
  if (before !== undefined) {
    const end = indexOf(models, 'before_id', before);
    return { models: models.slice(Math.max(0, end - limit), end), hasMore: end > limit };
  }
  const start = after === undefined ? 0 : indexOf(models, 'after_id', after) + 1;
  return { models: models.slice(start, start + limit), hasMore: start + limit < models.length };
};
