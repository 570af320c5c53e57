import { z } from 'zod';
import type { Holds } from '#core/limits/holds.ts';
import type { Conversation } from '#core/runs/conversation.ts';
import { RunFailure, type RunMetrics, type RunTimings, type StopReason, type ToolCall } from '#core/runs/run-event.ts';
import type { Profile } from '#core/runs/run-request.ts';
import type { UsageLabels } from '#core/usage/usage-labels.ts';

/** Where a prompt is in its life. All but `in_progress` are final. */
export const PromptStatus = z.enum(['in_progress', 'completed', 'incomplete', 'failed', 'canceled']);
export type PromptStatus = z.infer<typeof PromptStatus>;

/** What ended a prompt that did not come to a result. */
export const PromptError = RunFailure.pick({ code: true, message: true, source: true });
export type PromptError = z.infer<typeof PromptError>;

/** One request and its answer, stored. */
export interface Prompt {
  readonly id: string;
  readonly tenantId: string;
  readonly principalId: string;
  readonly requestId: string;
  readonly status: PromptStatus;
  readonly profile: Profile;
  /** Full id of the main model. */
  readonly model: string;
  /** False: neither what was said nor the answer is kept. */
  readonly store: boolean;
  /** What was said; absent when `store` is false. */
  readonly messages?: Conversation;
  readonly system?: string;
  /** The answer, or as much of it as came; absent when `store` is false. */
  readonly response?: string;
  /** What the caller was to run; absent when `store` is false. */
  readonly toolCalls?: readonly ToolCall[];
  readonly metadata: Readonly<Record<string, string>>;
  /** What its usage is told apart by; absent: nothing. */
  readonly tags?: readonly string[];
  /** What its usage is counted under. */
  readonly usageLabels: UsageLabels;
  readonly createdAtMs: number;
  /** When the run must have ended; later, a prompt still in progress was left by a crash. */
  readonly deadlineAtMs: number;
  readonly finishedAtMs?: number;
  readonly stopReason?: StopReason;
  readonly error?: PromptError;
  readonly turns?: number;
  readonly sessionId?: string;
  readonly metrics: RunMetrics;
  readonly timings?: RunTimings;
  /** What it holds of limits and budgets until it is settled; absent: nothing. */
  readonly holds?: Holds;
  /** When the record is deleted. */
  readonly expiresAtSeconds: number;
}
