import { ServiceError } from '#core/errors/service-error.ts';
import type { Webhook } from './webhook.ts';

/** @throws ServiceError `conflict` if the webhook is disabled: what is sent to it would be given up at once. */
export const checkActive = ({ id, disabled }: Webhook): void => {
  if (!disabled) return;
  throw new ServiceError('conflict', `The webhook ${id} is disabled. Enable it first: PATCH with "disabled": false.`);
};
