import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Stoppable, temporaryFolder } from '#test/local/temporary-folder.ts';

const PROGRAM = join(import.meta.dirname, 'stand-in-claude.ts');

/** Writes a binary that stands in for Claude Code, for chats. @returns its path. */
export const writeStandInClaude = async (t: Stoppable): Promise<string> => {
  const path = join(await temporaryFolder(t), 'claude');
  // Programs that the runner starts find no Node of their own.
  await writeFile(path, `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`, { mode: 0o755 });
  return path;
};
