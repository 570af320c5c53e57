import { type CallerPorts, findCaller } from '#core/auth/find-caller.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { Prompt } from './prompt.ts';

/** Something done again and again. */
export interface Repetition {
  clear(): void;
}

/** What watching a caller needs of the world. */
export interface WatchPorts extends CallerPorts {
  /** Does the task so long from now, and so long after each time that it is done, until cleared. It never rejects. */
  readonly repeat: (afterMs: number, task: () => Promise<void>) => Repetition;
}

/** A caller that is watched. */
export interface WatchedCaller {
  /** Aborts when the caller would not be let in any more. */
  readonly signal: AbortSignal;
  clear(): void;
}

/** Most runs are over before; each time three small items are read. */
const INTERVAL_MS = 5_000;

/** Of ids only a key's begin so; whether another is a user's or a client's makes no difference. */
const kindOf = (id: string): 'api_key' | 'user' => (id.startsWith('key_') ? 'api_key' : 'user');

/**
 * Looks every few seconds whether the caller of a prompt would still be let in.
 *
 * A table that cannot be read at the moment ends no run.
 */
export const watchCaller = (
  { principalId: id, tenantId }: Pick<Prompt, 'principalId' | 'tenantId'>,
  ports: WatchPorts,
): WatchedCaller => {
  const refused = new AbortController();
  const look = async (): Promise<void> => {
    try {
      await findCaller({ kind: kindOf(id), id, tenantId, scopes: [] }, ports);
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'invalid_credentials') return;
      const message = `The run was ended, because its caller would not be let in any more. ${error.message}`;
      refused.abort(new ServiceError('invalid_credentials', message));
    }
  };
  const { clear } = ports.repeat(INTERVAL_MS, look);
  return { signal: refused.signal, clear };
};
