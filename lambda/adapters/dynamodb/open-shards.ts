import { createHash } from 'node:crypto';

/** One index partition takes 1,000 writes a second, so what is open is spread over several. */
const SHARDS = 16;

/** A time, padded so that the text sorts as the number does; `Infinity` sorts after all. */
export const openSk = (atMs: number): string => String(Math.min(atMs, 999_999_999_999_999)).padStart(15, '0');

/** Where the index notes what is open of a kind, by when it is to be looked at. */
export interface OpenShards {
  /** The partitions, of which each lists a part. */
  readonly pks: readonly string[];
  /** What notes a record there. */
  attributes(id: string, atMs: number): { readonly openPk: string; readonly openSk: string };
}

/** The partitions of the index with that name before their number. */
export const openShards = (name: string): OpenShards => {
  const pks = Array.from({ length: SHARDS }, (_, shard) => `${name}#${shard}`);
  return {
    pks,
    attributes: (id, atMs) => {
      const shard = createHash('sha256').update(id).digest().readUInt8() % SHARDS;
      return { openPk: pks[shard] ?? '', openSk: openSk(atMs) };
    },
  };
};
