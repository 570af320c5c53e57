import { z } from 'zod';
import { RunMetrics } from '#core/runs/run-event.ts';
import { TokenUsage } from '#core/runs/token-usage.ts';

const microUsd = z.int().nonnegative();

/** What a call in flight may come to cost. */
export const CallReservation = z.object({
  callId: z.string(),
  /** Counted in its stead if it is never booked. */
  most: z.object({ model: z.string(), usage: TokenUsage, costMicroUsd: microUsd, isFinal: z.boolean() }),
  /** When it stops to hold up others: whoever made it has died, or would have extended it. */
  expiresAtMs: z.number(),
});
export type CallReservation = z.infer<typeof CallReservation>;

/** The right of one run to have models called by the gate function, and what has become of it. */
export const Grant = z.object({
  /** The prompt's id. */
  runId: z.string(),
  tenantId: z.string(),
  /** Of the run's token, in hex. */
  tokenSha256: z.string(),
  modelIds: z.array(z.string()),
  maxCostMicroUsd: microUsd,
  stallTimeoutMs: z.number(),
  /** From then on it is worth nothing, closed or not. */
  validUntilMs: z.number(),
  isClosed: z.boolean(),
  /** All calls that have ended. */
  spent: RunMetrics,
  reservations: z.array(CallReservation),
  /** Rises with every change. */
  version: z.int(),
  /** When it is deleted: late enough for a sweep to find what was spent. */
  expiresAtSeconds: z.number(),
});
export type Grant = z.infer<typeof Grant>;

/** Whether calls may still be made by it. */
export const isOpen = ({ isClosed, validUntilMs }: Grant, nowMs: number): boolean => !isClosed && nowMs < validUntilMs;
