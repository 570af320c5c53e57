import { join } from 'node:path';
import { z } from 'zod';
import { CommandError } from '#cli/command-error.ts';
import { readPrivateFile } from '#local/private-file.ts';
import type { Target } from './target.ts';

/** Local mode's data folder, where nothing else is said. */
export const DEFAULT_DATA_DIR = '.headless-claude';

const Credentials = z.object({
  base_url: z.string(),
  api_key: z.string(),
  client_id: z.string(),
  client_secret: z.string(),
  token_url: z.string().optional(),
});

/**
 * The service that local mode runs with that data folder, or ran last; `undefined` if it never did.
 *
 * @throws CommandError if its credentials cannot be read.
 */
export const readLocalDeployment = async (dataDir: string): Promise<Target | undefined> => {
  const path = join(dataDir, 'credentials.json');
  const text = await readPrivateFile(path);
  if (text === undefined) return undefined;
  const credentials = parse(text, path);
  const { base_url: url, api_key, token_url, client_id, client_secret } = credentials;
  return {
    url,
    api_key,
    ...(token_url !== undefined && { oauth: { token_url, client_id, client_secret } }),
    tenantId: `client:${client_id}`,
  };
};

const parse = (text: string, path: string): z.infer<typeof Credentials> => {
  try {
    return Credentials.parse(JSON.parse(text));
  } catch (cause) {
    throw new CommandError(`${path} is damaged.`, { hint: 'Start local mode, which says what to do.', cause });
  }
};
