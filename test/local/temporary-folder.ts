import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A test, or a whole file of tests: both say when they are over. */
export interface Stoppable {
  after(stop: () => Promise<void>): void;
}

/** A folder that is deleted after the test. */
export const temporaryFolder = async (t: Stoppable): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'headless-claude-test-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
};
