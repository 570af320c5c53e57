import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** The first line of a file; empty if that is. @throws system errors of a file that cannot be read. */
export const firstLine = async (path: string): Promise<string> => {
  const file = createReadStream(path);
  try {
    for await (const line of createInterface({ input: file })) return line;
    return '';
  } finally {
    file.destroy();
  }
};
