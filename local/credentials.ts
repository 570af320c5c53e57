import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { generateApiKey } from '#adapters/tokens/create-api-key.ts';
import { apiKeyPrefix } from '#core/auth/api-key.ts';
import { readPrivateFile, writePrivateFile } from './private-file.ts';
import { StartError } from './start-error.ts';

const Secrets = z.object({
  client_id: z.string().min(1),
  client_secret: z.string().min(1),
  api_key: z.string().refine((text) => apiKeyPrefix(text) !== undefined, 'not an API key'),
});

/** What a user of local mode needs to call it: the content of `credentials.json`. */
export interface Credentials extends z.infer<typeof Secrets> {
  readonly base_url: string;
  /** Where the client gets access tokens; absent if they come from another issuer. */
  readonly token_url?: string;
}

/** Where the service is now: what changes from one start to the next. */
export type Addresses = Pick<Credentials, 'base_url' | 'token_url'>;

/** Where the credentials are kept. */
export const credentialsPath = (dataDir: string): string => join(dataDir, 'credentials.json');

/**
 * Reads the credentials, or makes them, and writes them with the service's present addresses.
 *
 * Client and key stay the same from start to start: what has been given them goes on working.
 *
 * @throws StartError if the file is there but not usable: it is never replaced.
 */
export const loadCredentials = async (dataDir: string, addresses: Addresses): Promise<Credentials> => {
  const path = credentialsPath(dataDir);
  const text = await readPrivateFile(path);
  const credentials = { ...addresses, ...(text === undefined ? createSecrets() : parseSecrets(text, path)) };
  await writePrivateFile(path, `${JSON.stringify(credentials, null, 2)}\n`);
  return credentials;
};

const createSecrets = (): z.infer<typeof Secrets> => ({
  client_id: randomBytes(13).toString('hex'),
  client_secret: randomBytes(32).toString('base64url'),
  api_key: generateApiKey(),
});

const parseSecrets = (text: string, path: string): z.infer<typeof Secrets> => {
  try {
    return Secrets.parse(JSON.parse(text));
  } catch {
    throw new StartError(`${path} is damaged. Repair it, or delete it to get new credentials at the next start.`);
  }
};
