import { parameterName } from '#core/errors/parameter-name.ts';
import { ServiceError } from '#core/errors/service-error.ts';

/**
 * Refuses a request for what stands at the pointer in its body.
 *
 * @throws ServiceError `invalid_request`
 */
export const refuse = (pointer: string, message: string): never => {
  throw new ServiceError('invalid_request', `The body is not valid. ${parameterName(pointer)}: ${message}.`, {
    fields: [{ pointer, message }],
  });
};
