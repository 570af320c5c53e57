import { createHash } from 'node:crypto';

/** What a token is known by: hashes are compared, so that the time it takes says nothing about the token. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
