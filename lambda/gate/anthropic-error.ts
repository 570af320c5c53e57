/** Anthropic's error types by status: https://docs.anthropic.com/en/api/errors */
const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** The body of an error as the Messages API gives it. */
export const anthropicError = (status: number, message: string): object => ({
  type: 'error',
  error: { type: ERROR_TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error'), message },
});

/** The status that an error of that type would have had, had it not come in the middle of a stream; else 500. */
export const anthropicErrorStatus = (type: string): number => {
  const [status] = Object.entries(ERROR_TYPES).find(([, known]) => known === type) ?? ['500'];
  return Number(status);
};
