import { ServiceError } from '#core/errors/service-error.ts';

const BARE = /^[\x21-\x7e][\x20-\x7e]*$/;
const QUOTED = /^"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;
const MAX_CHARS = 255;

/**
 * The key in an `Idempotency-Key` header: bare, or as the quoted string that the draft standard asks for.
 *
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 *
 * @throws ServiceError `invalid_request`
 */
export const readIdempotencyKey = (header: string): string => {
  const text = header.trim();
  const key = text.startsWith('"') ? QUOTED.exec(text)?.[1]?.replaceAll(/\\(.)/g, '$1') : BARE.exec(text)?.[0];
  if (key !== undefined && key.length > 0 && key.length <= MAX_CHARS) return key;
  throw new ServiceError(
    'invalid_request',
    `The Idempotency-Key must be 1 to ${MAX_CHARS} printable ASCII characters, bare or as a quoted string.`,
    { fields: [{ pointer: '/Idempotency-Key', message: `must be 1 to ${MAX_CHARS} printable ASCII characters` }] },
  );
};
