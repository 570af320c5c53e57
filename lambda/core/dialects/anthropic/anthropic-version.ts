import { ServiceError } from '#core/errors/service-error.ts';

/** The versions of the Messages API that are spoken, oldest first. */
const VERSIONS = ['2023-06-01', '2026-10-21'] as const;

/** A version of the Messages API: https://docs.anthropic.com/en/api/versioning */
export type AnthropicVersion = (typeof VERSIONS)[number];

/**
 * The version that the request names; the oldest if it names none, as requests made by hand do.
 *
 * @throws ServiceError `invalid_request` for any other.
 */
export const readAnthropicVersion = (headers: Readonly<Record<string, string>>): AnthropicVersion => {
  const name = headers['anthropic-version'] ?? VERSIONS[0];
  const version = VERSIONS.find((known) => known === name);
  if (version) return version;
  const message = `"${name}" is not a version that is spoken here; use one of: ${VERSIONS.join(', ')}`;
  throw new ServiceError('invalid_request', `The header is not valid. anthropic-version: ${message}.`, {
    fields: [{ pointer: '/anthropic-version', message }],
  });
};
