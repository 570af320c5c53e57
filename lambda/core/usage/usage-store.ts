import type { ModelUsage } from '#core/runs/run-event.ts';

/** What one prompt adds to its tenant's counters. */
export interface UsageIncrement {
  readonly promptId: string;
  readonly tenantId: string;
  /** The UTC day on which the prompt was accepted, `YYYY-MM-DD`. */
  readonly day: string;
  /** The prompt's main model: the request, and its failure if it failed, are counted there. */
  readonly model: string;
  readonly isError: boolean;
  readonly modelUsage: readonly ModelUsage[];
}

/** A tenant's counters of one day and model. */
export interface UsageCount {
  readonly day: string;
  readonly model: string;
  readonly requests: number;
  readonly errors: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadInputTokens: number;
  readonly cacheCreationInputTokens: number;
  readonly costMicroUsd: number;
}

/** Counters kept at settlement: reading them costs the same however many prompts there were. */
export interface UsageStore {
  /** Counts a prompt once: repeating it before `forget` changes nothing. */
  add(increment: UsageIncrement): Promise<void>;
  /** Forgets that the prompt was counted, once nothing can count it again (after `PromptStore.close`). */
  forget(increment: UsageIncrement): Promise<void>;
  /** The counters of the tenant's days `from` to `to`, both included, by day and model. */
  read(tenantId: string, from: string, to: string): Promise<readonly UsageCount[]>;
}
