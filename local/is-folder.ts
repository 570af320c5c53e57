import { stat } from 'node:fs/promises';

/** Whether there is a folder at that path, also through a link. */
export const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
