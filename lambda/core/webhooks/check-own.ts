import { ServiceError } from '#core/errors/service-error.ts';
import { DEFAULT_WEBHOOK_ID } from './webhook.ts';

/** @throws ServiceError `invalid_request` if it is the built-in webhook, which has no address and is always there. */
export const checkOwn = (id: string): void => {
  if (id !== DEFAULT_WEBHOOK_ID) return;
  throw new ServiceError(
    'invalid_request',
    `The webhook "${DEFAULT_WEBHOOK_ID}" is built in and has no address of its own: only its secret can be changed.`,
  );
};
