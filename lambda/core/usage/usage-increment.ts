import type { Prompt } from '#core/prompts/prompt.ts';
import { addUsage, NO_USAGE } from '#core/runs/token-usage.ts';
import type { UsageCounts } from './usage-counts.ts';
import type { UsageDimension } from './usage-store.ts';

/** What one prompt adds to its tenant's counters. */
export interface UsageIncrement {
  readonly promptId: string;
  readonly tenantId: string;
  /** The day on which the prompt was accepted, `YYYY-MM-DD`. */
  readonly day: string;
  /** What it adds, to which value of which dimension. */
  readonly entries: readonly UsageEntry[];
}

/** What is added to one counter. */
export interface UsageEntry {
  readonly dimension: UsageDimension;
  readonly value: string;
  readonly counts: Partial<UsageCounts>;
}

/** What an ended prompt adds: a request, and its failure, are counted with its main model, tokens with the model that used them. */
export const usageIncrement = (prompt: Prompt): UsageIncrement => {
  const { id, tenantId, model, profile, principalId, status, metrics, timings, tags = [] } = prompt;
  const { day, hour, metadata } = prompt.usageLabels;
  const request = { requests: 1, errors: status === 'failed' ? 1 : 0, runMs: Math.round(timings?.durationMs ?? 0) };
  const { modelUsage } = metrics;
  const counts = {
    ...request,
    ...modelUsage.reduce(addUsage, NO_USAGE),
    costMicroUsd: modelUsage.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0),
  };
  return {
    promptId: id,
    tenantId,
    day,
    entries: [
      { dimension: 'hour', value: hour, counts },
      { dimension: 'profile', value: profile, counts },
      { dimension: 'model', value: model, counts: request },
      ...modelUsage.map((usage) => ({ dimension: 'model' as const, value: usage.model, counts: usage })),
      { dimension: 'key', value: principalId, counts },
      ...[...new Set(tags)].map((tag) => ({ dimension: 'tag' as const, value: tag, counts })),
      ...Object.entries(metadata).map(([key, value]) => ({ dimension: `metadata:${key}` as const, value, counts })),
    ],
  };
};
