import { ServiceError } from '#core/errors/service-error.ts';

/** Why an aborted run ended: its signal's reason if that is a ServiceError, else `canceled`. */
export const abortError = ({ reason }: AbortSignal): ServiceError =>
  reason instanceof ServiceError ? reason : new ServiceError('canceled', 'The run was canceled.');
