import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Clock } from '#core/clock.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { readPrivateFile, writePrivateFile } from '#local/private-file.ts';

/** What whoever has a link may do with one object. */
const ObjectLink = z.discriminatedUnion('method', [
  z.object({ method: z.literal('PUT'), key: z.string(), bytes: z.int().nonnegative() }),
  z.object({ method: z.literal('GET'), key: z.string(), filename: z.string() }),
]);
export type ObjectLink = z.infer<typeof ObjectLink>;

/** Makes links that nobody can forge, and reads them. */
export interface ObjectLinks {
  /** The link as a URL of this service, without its host. */
  toUrl(link: ObjectLink, expiresInSeconds: number): Promise<string>;
  /** @throws ServiceError `permission_denied` for a URL that is not one of them, or not any more. */
  read(url: string): Promise<ObjectLink>;
}

const PATH = '/_objects/';
const ALGORITHM = 'HS256';

/** Whether that URL is a link, not the API's. */
export const isObjectUrl = (url: string): boolean => url.startsWith(PATH);

/** Links signed with a key that is kept in the data folder, so that they survive a restart. */
export const loadObjectLinks = async (dataDir: string, clock: Clock): Promise<ObjectLinks> => {
  const path = join(dataDir, 'object-key');
  const kept = await readPrivateFile(path);
  const text = kept ?? randomBytes(32).toString('base64url');
  if (kept === undefined) await writePrivateFile(path, text);
  const key = Buffer.from(text, 'base64url');
  return {
    toUrl: async (link, expiresInSeconds) => {
      const token = new SignJWT(link)
        .setProtectedHeader({ alg: ALGORITHM })
        .setExpirationTime(Math.floor(clock() / 1000) + expiresInSeconds);
      return PATH + (await token.sign(key));
    },

    read: async (url) => {
      try {
        const options = { algorithms: [ALGORITHM], currentDate: new Date(clock()) };
        const { payload } = await jwtVerify(url.slice(PATH.length), key, options);
        return ObjectLink.parse(payload);
      } catch (cause) {
        throw new ServiceError('permission_denied', 'This link is not valid, or not any more. Get a new one.', {
          cause,
        });
      }
    },
  };
};
