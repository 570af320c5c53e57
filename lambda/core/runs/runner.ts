import type { RunEvent } from './run-event.ts';
import type { RunRequest } from './run-request.ts';

/** Executes runs: in this process, or in the runner function of the tenant. */
export interface Runner {
  /**
   * Starts the run and yields what happens, ending in exactly one `result` or `error`.
   *
   * Aborting the signal ends the run with an `error` event (`canceled`, unless the reason is a ServiceError, whose
   * code is then used); returning early aborts it. A ServiceError thrown stands for such an event: `guardRun` makes it
   * one.
   */
  run(request: RunRequest, tenantId: string, signal: AbortSignal): AsyncIterable<RunEvent>;

  /** The version of the CLI behind it; throws if there is none to run. */
  version(): Promise<string>;
}
