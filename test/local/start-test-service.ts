import { type LocalService, type StartOptions, startLocal } from '#local/start-local.ts';
import { type Stoppable, temporaryFolder } from './temporary-folder.ts';

/** What a test may want otherwise. */
export type TestServiceOptions = StartOptions;

/**
 * Starts the whole service for a test: any free port, a data folder of its own, no logs, and no warm processes: of most, a
 * test would use none.
 *
 * It is stopped after the test, without waiting for prompts that still run.
 */
export const startTestService = async (t: Stoppable, options: TestServiceOptions = {}): Promise<LocalService> => {
  const dataDir = options.dataDir ?? (await temporaryFolder(t));
  const service = await startLocal({ port: 0, poolChatSize: 0, poolAgentSize: 0, quiet: true, ...options, dataDir });
  t.after(() => service.close(0));
  return service;
};
