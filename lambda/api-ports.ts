import type { IdempotencyStore } from '#core/idempotency/idempotency-store.ts';
import type { AdmissionPorts } from '#core/prompts/admit-prompt.ts';
import type { RunPorts } from '#core/prompts/run-prompt.ts';
import type { LogPorts } from '#middleware/request-log.ts';

/** All that the api function needs of the world. */
export interface ApiPorts extends AdmissionPorts, RunPorts, LogPorts {
  readonly idempotency: IdempotencyStore;
  /** Throws if the table cannot be read. */
  readonly checkTable: () => Promise<void>;
}
