import { ServiceError } from '#core/errors/service-error.ts';

/** What a tenant is told of a webhook that it does not have. */
export const noWebhook = (id: string): ServiceError =>
  new ServiceError('not_found', `There is no webhook "${id}" here. It may have been deleted.`);
