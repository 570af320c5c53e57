import { createHash } from 'node:crypto';
import type { CallReservation, Grant } from '#core/grants/grant.ts';
import { runToken } from '#core/grants/run-token.ts';
import type { CountedCall } from '#core/runs/add-call.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import { NO_USAGE } from '#core/runs/token-usage.ts';

/** A call of Haiku 4.5 whose prompt was so long. */
export const countedCall = (inputTokens: number): CountedCall => ({
  model: 'claude-haiku-4-5',
  usage: { ...NO_USAGE, inputTokens },
  costMicroUsd: inputTokens,
  isFinal: true,
});

export const reservationOf = (callId: string, mostMicroUsd: number, expiresAtMs: number): CallReservation => ({
  callId,
  most: { ...countedCall(mostMicroUsd), isFinal: false },
  expiresAtMs,
});

/** The token of the grant that `grantOf` gives. */
export const tokenOf = (runId: string): string => runToken(runId, 's'.repeat(43));

/** A grant of a minute that nothing was used of yet. */
export const grantOf = (runId: string, nowMs: number, overrides: Partial<Grant> = {}): Grant => ({
  runId,
  tenantId: 'tenant-1',
  tokenSha256: createHash('sha256').update(tokenOf(runId)).digest('hex'),
  modelIds: ['claude-haiku-4-5'],
  maxCostMicroUsd: 1_000_000,
  stallTimeoutMs: 5_000,
  validUntilMs: nowMs + 60_000,
  isClosed: false,
  spent: NO_METRICS,
  reservations: [],
  version: 1,
  expiresAtSeconds: Math.ceil(nowMs / 1000) + 3600,
  ...overrides,
});
