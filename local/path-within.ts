import { resolve, sep } from 'node:path';

/**
 * The path of a key's file under the folder.
 *
 * @throws Error if the key leads out of it.
 */
export const pathWithin = (folder: string, key: string): string => {
  const path = resolve(folder, key);
  if (!path.startsWith(resolve(folder) + sep)) throw new Error(`the key "${key}" leads out of ${folder}`);
  return path;
};
