import type { Model } from './model.ts';

/** The model with that id or alias, if it is offered. */
export const findModel = (models: readonly Model[], name: string): Model | undefined =>
  models.find(({ id, aliases }) => id === name || aliases.includes(name));
