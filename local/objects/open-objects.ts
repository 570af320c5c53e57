import { join } from 'node:path';
import type { Clock } from '#core/clock.ts';
import { objectLifetimeSeconds } from '#core/files/file-lifetime.ts';
import type { ObjectStore } from '#core/files/object-store.ts';
import type { Settings } from '#core/settings.ts';
import { expireBodies } from '#local/bodies/expire-bodies.ts';
import { createFileObjectStore } from './file-object-store.ts';
import { loadObjectLinks, type ObjectLinks } from './object-links.ts';

export interface ObjectsOptions {
  readonly dataDir: string;
  readonly settings: Settings;
  readonly clock: Clock;
}

/** The objects of this machine, and what serves their URLs. */
export interface OpenObjects {
  readonly objects: ObjectStore;
  readonly objectLinks: ObjectLinks;
}

/** Opens the objects, and deletes those that have been kept long enough, as the bucket's rule does on AWS. */
export const openObjects = async ({ dataDir, settings, clock }: ObjectsOptions): Promise<OpenObjects> => {
  const folder = join(dataDir, 'objects');
  await expireBodies(folder, clock() - objectLifetimeSeconds(settings) * 1000);
  const objectLinks = await loadObjectLinks(dataDir, clock);
  return { objects: createFileObjectStore(folder, objectLinks), objectLinks };
};
