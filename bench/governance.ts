// `npm run bench -- governance`: what limits and budgets add to a prompt, and whether that grows with keys and prompts.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiKeyStore } from '#adapters/dynamodb/api-key-store.ts';
import { createAssignmentStore } from '#adapters/dynamodb/assignment-store.ts';
import { createLimitStores } from '#adapters/dynamodb/limit-stores.ts';
import { createPromptStore } from '#adapters/dynamodb/prompt-store.ts';
import { createTenantStore } from '#adapters/dynamodb/tenant-store.ts';
import { createUsageStore } from '#adapters/dynamodb/usage-store.ts';
import { newId } from '#adapters/system/new-id.ts';
import { createApiKeyVerifier } from '#adapters/tokens/api-key-verifier.ts';
import { createAuthenticator } from '#adapters/tokens/authenticate.ts';
import { createApiKey } from '#adapters/tokens/create-api-key.ts';
import type { Principal } from '#core/auth/principal.ts';
import { type AdmissionPorts, admitPrompt } from '#core/prompts/admit-prompt.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import { PromptBody, toPromptDraft } from '#core/prompts/prompt-body.ts';
import { toPromptCommand } from '#core/prompts/prompt-command.ts';
import { settlePrompt } from '#core/prompts/settle-prompt.ts';
import { parseSettings } from '#core/settings.ts';
import { usageReport } from '#core/usage/usage-report.ts';
import { createFileBodyStore } from '#local/bodies/file-body-store.ts';
import { openTable } from '#local/table/open-table.ts';
import { markdownTable } from './markdown-table.ts';
import { percentile } from './percentile.ts';
import { apiKeyItems, promptItems, writeItems } from './seed-table.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 200);
/** 100000 and 1000000 take dynalite some minutes to be filled with. */
const KEYS = Number(process.env['KEYS'] ?? 10_000);
const PROMPTS = Number(process.env['PROMPTS'] ?? 50_000);
const TENANT = 'ten_bench';

const folder = await mkdtemp(join(tmpdir(), 'bench-governance-'));
const { table, close } = await openTable({ folder: join(folder, 'table') });
const clock = Date.now;
const perMinute = { requestsPerMinutePerPrincipal: 1_000_000, requestsPerMinutePerTenant: 1_000_000 };
const settings = parseSettings({ tiers: { standard: perMinute } });
const usage = createUsageStore(table);
const ports: AdmissionPorts & Parameters<typeof settlePrompt>[1] = {
  ...createLimitStores(table, clock),
  prompts: createPromptStore({ table, bodies: createFileBodyStore(join(folder, 'bodies')), clock }),
  usage,
  settings,
  clock,
  random: Math.random,
  newId,
  upstream: async () => ({ provider: 'anthropic', baseUrl: 'http://127.0.0.1:1', apiKey: 'none' }),
  emitBudgetEvent: async () => {},
  report: (message, error) => console.error(message, error),
};

const apiKeys = createApiKeyStore(table);
const tenants = createTenantStore(table);
const authenticate = createAuthenticator({
  verifyApiKey: createApiKeyVerifier(apiKeys, clock),
  verifyAccessToken: async () => Promise.reject(new Error('there are no tokens here')),
  tenants,
  assignments: createAssignmentStore(table),
  settings,
  scopePrefix: '',
});

const quota = {
  limits: { requestsPerMinute: 1_000_000, tokensPerMinute: 1e9, requestsPerDay: 1_000_000, concurrentRuns: 100 },
  budgets: { perDayMicroUsd: 1e12, perMonthMicroUsd: 1e12 },
};
const free: Principal = { kind: 'api_key', id: 'key_free', tenantId: TENANT, scopes: [], tier: 'standard' };
const governed: Principal = { ...free, id: 'key_governed', quota, tenantQuota: quota };

const command = toPromptCommand(toPromptDraft(PromptBody.parse({ prompt: 'Hello?', profile: 'chat' })), settings);

const timed = async <T>(samples: number[], act: () => Promise<T>): Promise<T> => {
  const startMs = performance.now();
  const result = await act();
  samples.push(performance.now() - startMs);
  return result;
};

const figures = (samples: readonly number[]): string[] =>
  [0.5, 0.95].map((share) => percentile(samples, share).toFixed(2));

const finished = (prompt: Prompt): Prompt => ({ ...prompt, status: 'completed', finishedAtMs: clock() });

/** In turn, so that a slow moment of the machine strikes both. */
const measurePrompts = async (): Promise<string[][]> => {
  const samples = [free, governed].map((principal) => ({ principal, admit: [] as number[], settle: [] as number[] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { principal, admit, settle } of samples) {
      const { prompt } = await timed(admit, () => admitPrompt(command, principal, 'bench', ports));
      await timed(settle, () => settlePrompt(finished(prompt), ports));
    }
  }
  return samples.flatMap(({ principal, admit, settle }) => [
    [principal === free ? 'admit, limits per minute only' : 'admit, every limit and budget', ...figures(admit)],
    [principal === free ? 'settle, limits per minute only' : 'settle, every limit and budget', ...figures(settle)],
  ]);
};

const measureReads = async (key: string): Promise<string[][]> => {
  const known: number[] = [];
  const unknown: number[] = [];
  const report: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await timed(known, () => authenticate({ 'x-api-key': key }));
    const stranger = createApiKey({ id: '', tenantId: '', name: '', scopes: [], createdAtMs: 0 }).key;
    await timed(unknown, () => authenticate({ 'x-api-key': stranger }).catch(() => undefined));
    await timed(report, () => usageReport(TENANT, { group_by: 'day' }, { usage, clock, settings }));
  }
  return [
    ['authenticate, key and tenant', ...figures(known)],
    ['authenticate, unknown key', ...figures(unknown)],
    ['usage of thirty days', ...figures(report)],
  ];
};

const measure = async (key: string): Promise<string[][]> => [...(await measurePrompts()), ...(await measureReads(key))];

try {
  await tenants.create({ id: TENANT, name: 'bench', tier: 'standard', createdAtMs: 0, version: 1 });
  const { key, record } = createApiKey({
    ...{ id: newId('key', clock()), tenantId: TENANT, name: 'bench', scopes: [], createdAtMs: clock() },
  });
  await apiKeys.create(record);
  await measure(key);
  const few = await measure(key);
  const startMs = performance.now();
  await writeItems(table, apiKeyItems(KEYS, TENANT));
  await writeItems(table, promptItems(PROMPTS, TENANT));
  console.error(`filled in ${Math.round((performance.now() - startMs) / 1000)} s`);
  const many = await measure(key);
  const rows = few.map((row, index) => [...row, ...(many[index]?.slice(1) ?? [])]);
  const full = `${KEYS.toLocaleString('en')} keys, ${PROMPTS.toLocaleString('en')} prompts`;
  console.log(markdownTable(['ms', 'empty table p50', 'p95', `${full} p50`, 'p95'], rows));
} finally {
  await close();
  await rm(folder, { recursive: true, force: true });
}
