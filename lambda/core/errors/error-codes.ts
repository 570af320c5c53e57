/** What one error code means on the wire, in every dialect. */
export interface ErrorCodeFacts {
  readonly status: number;
  readonly title: string;
  /** Anthropic's `error.type`: https://docs.anthropic.com/en/api/errors */
  readonly type: string;
  /** Value of `x-should-retry`; without it the SDKs decide by status (they retry 408, 409, 429 and 5xx). */
  readonly shouldRetry?: boolean;
}

/**
 * The closed list of errors: code → facts. Codes are stable for ever.
 *
 * `shouldRetry: false` stands on what fails after the CLI has started: a retry would run and bill the prompt again. Not
 * on a provider's 429 and 529, which ask for one.
 */
export const ERROR_CODES = {
  invalid_request: { status: 400, title: 'Invalid request', type: 'invalid_request_error' },
  unknown_model: { status: 400, title: 'Unknown model', type: 'invalid_request_error' },
  context_length_exceeded: { status: 400, title: 'Prompt too long for the model', type: 'invalid_request_error' },
  /** Anthropic's own code: its tool runner then sends the whole conversation. */
  thread_unsupported_request: { status: 400, title: 'Threads are not held here', type: 'invalid_request_error' },
  invalid_credentials: { status: 401, title: 'Invalid credentials', type: 'authentication_error' },
  token_expired: { status: 401, title: 'Token expired', type: 'authentication_error' },
  budget_exceeded: { status: 402, title: 'Budget exceeded', type: 'billing_error', shouldRetry: false },
  permission_denied: { status: 403, title: 'Permission denied', type: 'permission_error' },
  not_found: { status: 404, title: 'Not found', type: 'not_found_error' },
  method_not_allowed: { status: 405, title: 'Method not allowed', type: 'invalid_request_error' },
  conflict: { status: 409, title: 'Conflict', type: 'conflict_error', shouldRetry: false },
  idempotency_in_progress: { status: 409, title: 'The same request is under way', type: 'conflict_error' },
  idempotency_not_replayable: {
    status: 409,
    title: 'The same request was carried out before',
    type: 'conflict_error',
    shouldRetry: false,
  },
  request_too_large: { status: 413, title: 'Request too large', type: 'request_too_large' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type', type: 'invalid_request_error' },
  idempotency_key_reused: {
    status: 422,
    title: 'The key was used for another request',
    type: 'invalid_request_error',
    shouldRetry: false,
  },
  rate_limit_exceeded: { status: 429, title: 'Rate limit exceeded', type: 'rate_limit_error' },
  upstream_rate_limited: { status: 429, title: 'The model provider limits the rate', type: 'rate_limit_error' },
  canceled: { status: 499, title: 'Canceled', type: 'timeout_error', shouldRetry: false },
  internal_error: { status: 500, title: 'Internal error', type: 'api_error' },
  cli_failed: { status: 500, title: 'Claude Code failed', type: 'api_error', shouldRetry: false },
  output_too_large: { status: 502, title: 'Output too large', type: 'api_error', shouldRetry: false },
  output_invalid: {
    status: 502,
    title: 'The answer does not satisfy the schema',
    type: 'api_error',
    shouldRetry: false,
  },
  upstream_rejected: {
    status: 502,
    title: 'The model provider rejected the call',
    type: 'api_error',
    shouldRetry: false,
  },
  upstream_authentication_failed: {
    status: 502,
    title: 'The model provider refused the credential of this deployment',
    type: 'api_error',
    shouldRetry: false,
  },
  upstream_error: { status: 502, title: 'The model provider failed', type: 'api_error', shouldRetry: false },
  interrupted: { status: 503, title: 'Interrupted by a restart', type: 'api_error', shouldRetry: false },
  unavailable: { status: 503, title: 'Unavailable', type: 'api_error' },
  run_timed_out: { status: 504, title: 'The run took too long', type: 'timeout_error', shouldRetry: false },
  upstream_stalled: { status: 504, title: 'The model stopped answering', type: 'timeout_error', shouldRetry: false },
  upstream_overloaded: { status: 529, title: 'The model provider is overloaded', type: 'overloaded_error' },
} as const satisfies Record<string, ErrorCodeFacts>;

/** One of the codes of `ERROR_CODES`. */
export type ErrorCode = keyof typeof ERROR_CODES;
