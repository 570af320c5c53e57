import type { Clock } from '#core/clock.ts';
import { sweepEach } from '#core/sweep-each.ts';
import type { FileStore } from './file-store.ts';
import type { ObjectStore } from './object-store.ts';
import { fileKey } from './stored-file.ts';

/** What sweeping files needs of the world. */
export interface SweepFilesPorts {
  readonly files: Pick<FileStore, 'listExpired' | 'forgetBytes'>;
  readonly objects: Pick<ObjectStore, 'delete'>;
  readonly clock: Clock;
}

/** A batch that was made of a file in its last moment has a copy by then. */
const GRACE_MS = 86_400_000;

/**
 * Deletes the bytes of files that have expired a day ago, of all tenants.
 *
 * @returns of how many.
 * @throws AggregateError after the last, if some could not be deleted.
 */
export const sweepFiles = ({ files, objects, clock }: SweepFilesPorts): Promise<number> =>
  sweepEach(files.listExpired(clock() - GRACE_MS), async (id) => {
    await objects.delete(fileKey(id));
    await files.forgetBytes(id);
    return true;
  });
