import { checkAllowed } from '#core/auth/check-allowed.ts';
import type { Principal } from '#core/auth/principal.ts';
import { usableModels } from '#core/auth/usable-models.ts';
import { leastCost } from '#core/budgets/least-cost.ts';
import { cappedCost, planReservations } from '#core/budgets/plan-reservations.ts';
import { cancelReservations, type ReservePorts, reserveQuotas } from '#core/budgets/reserve-quotas.ts';
import { expirySeconds } from '#core/expiry-seconds.ts';
import { effectiveQuotas } from '#core/limits/effective-quotas.ts';
import { estimateTokens } from '#core/limits/estimate-tokens.ts';
import type { Holds } from '#core/limits/holds.ts';
import type { LimitPorts } from '#core/limits/limit-takes.ts';
import { planHolds } from '#core/limits/plan-holds.ts';
import type { RateLimit } from '#core/limits/rate-limit-headers.ts';
import { takeLimits } from '#core/limits/take-limits.ts';
import { approximateInputTokens } from '#core/runs/approximate-input-tokens.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import type { RunRequest, Upstream } from '#core/runs/run-request.ts';
import type { Settings } from '#core/settings.ts';
import { usageLabels } from '#core/usage/usage-labels.ts';
import type { Prompt } from './prompt.ts';
import type { PromptCommand } from './prompt-command.ts';
import type { PromptStore } from './prompt-store.ts';

/** Longer than whoever runs a prompt waits for a late runner, and then needs to settle. */
const LEASE_GRACE_MS = 60_000;

/** What admission needs of the world. */
export interface AdmissionPorts extends LimitPorts, ReservePorts {
  readonly settings: Settings;
  readonly prompts: PromptStore;
  readonly newId: (prefix: string, atMs: number) => string;
  /** Where model calls go; may have to fetch a secret. */
  readonly upstream: () => Promise<Upstream>;
  /** Told of what went wrong beside what the caller is told. */
  readonly report: (message: string, error: unknown) => void;
}

/** A prompt that may run: its record, stored in progress, and the run to make of it. */
export interface AdmittedPrompt {
  readonly prompt: Prompt;
  readonly run: RunRequest;
  readonly limits: readonly RateLimit[];
  /**
   * What the tightest of its budgets has left, before the run has cost anything.
   * @default - no budget is set
   */
  readonly budgetLeftMicroUsd?: number;
}

/** Who asked, when, and for what. */
interface Request {
  readonly command: PromptCommand;
  readonly principal: Principal;
  readonly requestId: string;
  readonly nowMs: number;
}

const newRecord = (id: string, request: Request, holds: Holds | undefined, settings: Settings): Prompt => {
  const { command, principal, requestId, nowMs } = request;
  return {
    id,
    tenantId: principal.tenantId,
    principalId: principal.id,
    requestId,
    status: 'in_progress',
    profile: command.profile,
    model: command.model.id,
    store: command.store,
    ...(command.store && {
      messages: command.messages,
      ...(command.system !== undefined && { system: command.system }),
    }),
    metadata: command.metadata,
    ...(command.tags && { tags: command.tags }),
    usageLabels: usageLabels(nowMs, command.metadata, settings),
    createdAtMs: nowMs,
    deadlineAtMs: nowMs + command.timeoutMs,
    metrics: NO_METRICS,
    ...(holds && { holds }),
    expiresAtSeconds: expirySeconds(nowMs, settings),
  };
};

const newRun = (id: string, { command, principal }: Request, upstream: Upstream, settings: Settings): RunRequest => ({
  runId: id,
  profile: command.profile,
  messages: command.messages,
  ...(command.system !== undefined && { system: command.system }),
  model: command.model.id,
  models: [...usableModels(settings.models, principal)],
  upstream,
  ...(command.parameters !== undefined && { parameters: command.parameters }),
  ...(command.outputSchema !== undefined && { outputSchema: command.outputSchema }),
  ...(command.maxTurns !== undefined && { maxTurns: command.maxTurns }),
  maxCostMicroUsd: command.maxCostMicroUsd,
  timeoutMs: command.timeoutMs,
  stallTimeoutMs: settings.stallTimeoutSeconds * 1000,
  maxOutputBytes: settings.maxOutputBytes,
});

/**
 * Accepts a prompt: from here on it ends in a stored, terminal record.
 *
 * A refusal leaves nothing behind and takes nothing of the caller's limits. What counts for a minute, or ends by
 * itself, is taken before the record is stored; what is reserved of a day or a month after it, so that whatever a crash
 * leaves reserved is found through the record.
 *
 * @throws ServiceError `permission_denied`, `rate_limit_exceeded`, `budget_exceeded`, `unavailable` when the credential
 *   of the model cannot be had.
 */
export const admitPrompt = async (
  command: PromptCommand,
  principal: Principal,
  requestId: string,
  ports: AdmissionPorts,
): Promise<AdmittedPrompt> => {
  const { settings, clock, prompts, ledger } = ports;
  checkAllowed({ model: command.model.id, profile: command.profile }, principal);
  const upstream = await ports.upstream();
  const nowMs = clock();
  const id = ports.newId('prompt', nowMs);
  const quotas = effectiveQuotas(principal, settings, nowMs);
  const cappedMicroUsd = cappedCost(command.maxCostMicroUsd, quotas);
  const { messages, system, profile, parameters } = command;
  const inputTokens = approximateInputTokens({ messages, system, profile, tools: parameters?.tools });
  const leastMicroUsd = leastCost(command.model, inputTokens);
  const cost = { mostMicroUsd: cappedMicroUsd, leastMicroUsd };
  const planned = quotas.map((quota) => planReservations(quota, cost, nowMs, settings));
  const leasesEndAtMs = nowMs + command.timeoutMs + LEASE_GRACE_MS;
  const takenFor = { promptId: id, nowMs, tokens: estimateTokens(inputTokens, parameters), leasesEndAtMs };

  const taken = await takeLimits(quotas, takenFor, ports);
  const request = { command, principal, requestId, nowMs };
  const prompt = newRecord(id, request, planHolds(quotas, takenFor, planned.flat()), settings);
  try {
    await prompts.create(prompt);
    const wanted = { promptId: id, planned, maxCostMicroUsd: cappedMicroUsd, leastMicroUsd, limits: taken.limits };
    const { reservations, maxCostMicroUsd, ...stand } = await reserveQuotas(wanted, ports);
    return {
      prompt: prompt.holds ? { ...prompt, holds: { ...prompt.holds, reservations: [...reservations] } } : prompt,
      run: { ...newRun(id, request, upstream, settings), maxCostMicroUsd },
      ...stand,
    };
  } catch (error) {
    await cancelReservations(id, planned.flat(), ledger)
      .then(() => prompts.discard(prompt.tenantId, id))
      .then(() => taken.giveBack())
      // Then a sweep finds the record, and what is reserved by it.
      .catch((failure: unknown) => ports.report('a refused prompt could not be taken back', failure));
    throw error;
  }
};
