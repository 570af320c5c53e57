import { findModel } from './find-model.ts';
import type { Model } from './model.ts';
import { plainModelName } from './plain-model-name.ts';

/** The offered model that the name means: an id, an alias, or what Bedrock calls it, by whatever inference profile. */
export const findBedrockModel = (models: readonly Model[], name: string): Model | undefined => {
  const plain = plainModelName(name);
  const withoutDate = plain.replace(/-\d{8}$/, '');
  return (
    models.find(({ bedrockId }) => bedrockId === name) ?? findModel(models, plain) ?? findModel(models, withoutDate)
  );
};
