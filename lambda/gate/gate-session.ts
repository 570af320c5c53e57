import type { Model } from '#core/models/model.ts';
import type { RunMetrics } from '#core/runs/run-event.ts';
import type { Upstream } from '#core/runs/run-request.ts';
import type { CallContents } from './compose-call.ts';

/** What the gate notices in the middle of a run. Any of these may come again: the CLI repeats some refused calls. */
export type GateEvent =
  /** When a streamed answer begins, and after every call that was answered or cut: the totals so far. */
  | { readonly kind: 'usage'; readonly metrics: RunMetrics }
  | UpstreamErrorEvent
  /** Nothing came from the model for `stallTimeoutMs`; the call was ended. */
  | { readonly kind: 'stalled' }
  /** The run has cost its maximum: a call was refused, or cut where it crossed the line. */
  | { readonly kind: 'budget_reached' }
  /** Claude Code has not taken the output's schema, and would have the model answer without. */
  | { readonly kind: 'schema_refused' }
  /** A call named a model that the run may not use. */
  | { readonly kind: 'model_refused'; readonly model: string };

/** A call failed at the provider, or on the way to it. Comes before the CLI sees the failure. */
export interface UpstreamErrorEvent {
  readonly kind: 'upstream_error';
  /** Null if the provider could not be reached, or the connection was lost. */
  readonly status: number | null;
  /** What the provider said, shortened and without the key. */
  readonly message: string;
  readonly retryAfterSeconds?: number;
  /** The CLI may retry, but that cannot help. */
  readonly isFinal: boolean;
}

/** What a run may do with its session. */
export interface GatePolicy {
  readonly upstream: Upstream;
  readonly models: readonly Model[];
  readonly maxCostMicroUsd: number;
  /** A limit of the HTTP client ends a silence of 300 s in any case, as an upstream error. */
  readonly stallTimeoutMs: number;
  /**
   * What is put into the calls.
   * @default - calls are passed on as they come
   */
  readonly contents?: CallContents;
  onEvent(event: GateEvent): void;
}

/** One CLI process at the gate. */
export interface GateSession {
  /** All that the CLI ever has of a credential; it dies with `close`. */
  readonly token: string;
  /**
   * Lets calls through from now on; until then they are refused.
   *
   * @throws Error if it was bound before: a process is used by one run.
   */
  bind(policy: GatePolicy): void;
  /** The totals so far, with what is known of calls in flight. */
  metrics(): RunMetrics;
  /** How long at least one call to the provider was in flight. */
  waitedMs(): number;
  /** Lets no further call through; those in flight go on. */
  refuseCalls(): void;
  /** Refuses the token from now on. Calls in flight are cut and metered before this returns; no event comes after. */
  close(): void;
}
