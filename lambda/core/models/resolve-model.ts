import { ServiceError } from '#core/errors/service-error.ts';
import { findModel } from './find-model.ts';
import type { Model } from './model.ts';

/**
 * The offered model with that id or alias.
 *
 * @param pointer to where the caller wrote it.
 * @throws ServiceError `unknown_model`, naming what is offered.
 */
export const resolveModel = (models: readonly Model[], name: string, pointer = '/model'): Model => {
  const model = findModel(models, name);
  if (model) return model;
  const offered = models.map(({ id, aliases }) => [id, ...aliases].join(' or ')).join(', ');
  throw new ServiceError('unknown_model', `There is no model "${name}" here. Use one of: ${offered}.`, {
    fields: [{ pointer, message: `unknown model "${name}"` }],
  });
};
