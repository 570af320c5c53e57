import { ServiceError } from '#core/errors/service-error.ts';

/** A record that others may change at the same time, and what is to become of it. */
interface Replacement<T> {
  /** What it is called in an error. */
  readonly name: string;
  /**
   * The record as last seen: it saves a read if it is not out of date.
   * @default - it is read first
   */
  readonly known?: T;
  read(): Promise<T>;
  /** Stores it, if nobody else has changed it since it was read; otherwise `undefined`. */
  replace(record: T): Promise<T | undefined>;
  /** What the record is to be: the same object, if nothing is to change. Called until it was given the latest. */
  change(record: T): T;
  /**
   * Done before each try to store, with what is about to be replaced by what; if it fails, nothing is stored.
   * @default - nothing
   */
  prepare?(before: T, after: T): Promise<void>;
  /**
   * Whoever fails has seen another succeed: more than changes at the same time there will not be.
   * @default 10
   */
  readonly maxTries?: number;
}

/**
 * Changes a record, whoever else changes it at the same time: nobody undoes what another has done.
 *
 * @returns the record as it now stands.
 * @throws ServiceError `unavailable` if others change it all the time; and what the functions given throw.
 */
export const replaceLatest = async <T>(replacement: Replacement<T>): Promise<T> => {
  const { name, known, read, replace, change, prepare, maxTries = 10 } = replacement;
  let record = known ?? (await read());
  let isLatest = known === undefined;
  for (let tries = 0; tries < maxTries; tries += 1) {
    const changed = change(record);
    if (changed === record && isLatest) return record;
    if (changed !== record) await prepare?.(record, changed);
    const stored = changed === record ? undefined : await replace(changed);
    if (stored) return stored;
    record = await read();
    isLatest = true;
  }
  throw new ServiceError('unavailable', `${name} is being changed by others. Try again.`);
};
