import { ServiceError } from '#core/errors/service-error.ts';

/** What a caller is told when a service of AWS has failed us, and when to try again. */
export interface Unavailable {
  readonly message: string;
  readonly retryAfterSeconds: number;
}

/** The outcome. Whatever it fails with becomes ServiceError `unavailable`, unless it is a ServiceError already. */
export const orUnavailable = async <T>(sent: Promise<T>, { message, retryAfterSeconds }: Unavailable): Promise<T> => {
  try {
    return await sent;
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw new ServiceError('unavailable', message, { retryAfterSeconds, cause: error });
  }
};
