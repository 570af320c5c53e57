import type { FileStore } from '#core/files/file-store.ts';
import type { ObjectStore } from '#core/files/object-store.ts';
import type { ConcludePorts } from '#core/jobs/conclude-job.ts';
import type { PromptStore } from '#core/prompts/prompt-store.ts';
import type { WorkQueue } from '#core/queue/work-queue.ts';
import type { Settings } from '#core/settings.ts';
import type { TextStore } from '#core/texts/text-store.ts';
import type { BatchStore } from './batch-store.ts';

/** What working on batches needs of the world. */
export interface BatchPorts extends ConcludePorts {
  readonly batches: BatchStore;
  readonly files: FileStore;
  readonly objects: ObjectStore;
  readonly prompts: Pick<PromptStore, 'delete'>;
  readonly texts: TextStore;
  readonly queue: WorkQueue;
  readonly settings: Settings;
  readonly newId: (prefix: string, atMs: number) => string;
}

/** Calls of a store that are under way at once, when there is much to do. */
export const CALLS_AT_ONCE = 16;
