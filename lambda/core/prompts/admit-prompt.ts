import type { Principal } from '#core/auth/principal.ts';
import type { RateLimit } from '#core/limits/rate-limit-headers.ts';
import { type RatePorts, takeRate } from '#core/limits/take-rate.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import type { RunRequest, Upstream } from '#core/runs/run-request.ts';
import type { Prompt } from './prompt.ts';
import type { PromptCommand } from './prompt-command.ts';
import type { PromptStore } from './prompt-store.ts';

const DAY_SECONDS = 86_400;

/** What admission needs of the world. */
export interface AdmissionPorts extends RatePorts {
  readonly prompts: PromptStore;
  readonly newId: (prefix: string, atMs: number) => string;
  /** Where model calls go; may have to fetch a secret. */
  readonly upstream: () => Promise<Upstream>;
}

/** A prompt that may run: its record, stored in progress, and the run to make of it. */
export interface AdmittedPrompt {
  readonly prompt: Prompt;
  readonly run: RunRequest;
  readonly limits: readonly RateLimit[];
}

/**
 * Accepts a prompt: from here on it ends in a stored, terminal record.
 *
 * A refusal leaves nothing behind and takes nothing of the caller's limits.
 *
 * @throws ServiceError `rate_limit_exceeded`, `unavailable` when the credential of the model cannot be had.
 */
export const admitPrompt = async (
  command: PromptCommand,
  principal: Principal,
  requestId: string,
  ports: AdmissionPorts,
): Promise<AdmittedPrompt> => {
  const { settings, clock } = ports;
  const upstream = await ports.upstream();
  const limits = await takeRate(principal, ports);
  const nowMs = clock();
  const prompt: Prompt = {
    id: ports.newId('prompt', nowMs),
    tenantId: principal.tenantId,
    principalId: principal.id,
    requestId,
    status: 'in_progress',
    profile: command.profile,
    model: command.model.id,
    store: command.store,
    ...(command.store && { prompt: command.prompt, ...(command.system !== undefined && { system: command.system }) }),
    metadata: command.metadata,
    createdAtMs: nowMs,
    deadlineAtMs: nowMs + command.timeoutMs,
    metrics: NO_METRICS,
    expiresAtSeconds: Math.floor(nowMs / 1000) + settings.retentionDays * DAY_SECONDS,
  };
  await ports.prompts.create(prompt);
  const run: RunRequest = {
    runId: prompt.id,
    profile: command.profile,
    prompt: command.prompt,
    ...(command.system !== undefined && { system: command.system }),
    model: command.model.id,
    models: settings.models,
    upstream,
    ...(command.maxTurns !== undefined && { maxTurns: command.maxTurns }),
    maxCostMicroUsd: command.maxCostMicroUsd,
    timeoutMs: command.timeoutMs,
    stallTimeoutMs: settings.stallTimeoutSeconds * 1000,
    maxOutputBytes: settings.maxOutputBytes,
  };
  return { prompt, run, limits };
};
