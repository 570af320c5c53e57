// `npm run bench -- batch`: how fast a batch of many lines is read, made, worked off and answered, and what it takes of
// memory: with the table and the files of local mode, and a run that is over at once, so that only the batch is measured.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { newId } from '#adapters/system/new-id.ts';
import { startTimer } from '#adapters/system/start-timer.ts';
import type { Principal } from '#core/auth/principal.ts';
import type { Batch } from '#core/batches/batch.ts';
import { createBatch } from '#core/batches/create-batch.ts';
import { findBatch } from '#core/batches/find-batch.ts';
import { fileKey, type StoredFile } from '#core/files/stored-file.ts';
import { workGroup } from '#core/queue/work-group.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import { parseSettings } from '#core/settings.ts';
import { localPorts } from '#local/local-ports.ts';
import { openStores } from '#local/open-stores.ts';
import { createPending } from '#local/pending.ts';
import { createLocalQueue } from '#local/work/create-local-queue.ts';
import { startWork } from '#local/work/start-work.ts';
import { markdownTable } from './markdown-table.ts';

const LINES = Number(process.env['LINES'] ?? 10_000);
const LINE_CHARS = Number(process.env['LINE_CHARS'] ?? 4_000);
const WORKERS = Number(process.env['WORKERS'] ?? 16);

const clock = Date.now;
const perMinute = { requestsPerMinutePerPrincipal: 1_000_000, requestsPerMinutePerTenant: 1_000_000 };
const settings = parseSettings({ tiers: { standard: perMinute }, maxBatchLines: 100_000 });
const owner: Principal = {
  kind: 'user',
  id: 'user:bench',
  tenantId: 'user:bench',
  scopes: ['prompts'],
  tier: 'standard',
};

/** As much as a short answer. */
const ANSWER = 'x'.repeat(1_000);

const run = async function* (): AsyncGenerator<RunEvent, void, void> {
  yield { kind: 'text', text: ANSWER };
  const ended = { text: ANSWER, stopReason: 'end_turn', turns: 1, sessionId: 'bench' } as const;
  yield { kind: 'result', result: { ...ended, metrics: NO_METRICS, timings: { durationMs: 1, overheadMs: 0 } } };
};

const dataDir = await mkdtemp(join(tmpdir(), 'bench-batch-'));
const stores = await openStores({ dataDir, settings, clock });
const report = (message: string, error: unknown) => console.error(message, error);
const queue = createLocalQueue({ workers: WORKERS, groupOf: workGroup, report, startTimer });
const ports = localPorts({
  settings,
  stores,
  gate: {
    runner: { run, version: async () => 'bench' },
    upstream: async () => ({ provider: 'anthropic', baseUrl: 'http://127.0.0.1:1', apiKey: 'none' }),
    close: async () => {},
  },
  queue,
  scheduler: { put: async () => {}, remove: async () => {} },
  deliveryQueue: { send: async () => {} },
  shutdown: new AbortController().signal,
  clock,
  log: () => {},
});

const inputLines = async function* () {
  const url = '/v1/chat/completions';
  const body = { model: 'haiku', messages: [{ role: 'user', content: 'y'.repeat(LINE_CHARS) }] };
  for (let line = 0; line < LINES; line += 1) {
    yield Buffer.from(`${JSON.stringify({ custom_id: `line-${line}`, method: 'POST', url, body })}\n`);
  }
};

const makeFile = async (): Promise<StoredFile> => {
  const id = newId('file', clock());
  await ports.objects.write(fileKey(id), inputLines());
  const bytes = (await ports.objects.sizeBytes(fileKey(id))) ?? 0;
  const times = { createdAtMs: clock(), expiresAtSeconds: Math.floor(clock() / 1000) + 86_400 };
  const names = { filename: 'bench.jsonl', purpose: 'batch' } as const;
  const file = { id, tenantId: owner.tenantId, bytes, isUploaded: true, ...names, ...times };
  await ports.files.create(file);
  return file;
};

/** What this process holds, dynalite's own memory among it. */
const megabytes = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1024 / 1024;
};

const follow = async ({ tenantId, id, dialect }: Batch): Promise<readonly (readonly string[])[]> => {
  const rows: string[][] = [];
  const startMs = performance.now();
  let phaseMs = startMs;
  let phase = 'reading the input';
  let most = 0;
  const next = (name: string): void => {
    if (name === phase) return;
    const nowMs = performance.now();
    rows.push([phase, ((nowMs - phaseMs) / 1000).toFixed(1), most.toFixed(0)]);
    [phase, phaseMs, most] = [name, nowMs, 0];
  };
  for (;;) {
    most = Math.max(most, megabytes());
    const batch = await findBatch({ tenantId, id, dialect }, ports);
    if (batch.status === 'in_progress') next(batch.next ? 'making lines, while some run' : 'the rest of the lines');
    if (batch.status === 'finalizing') next('writing the results');
    if (batch.endedAtMs !== undefined && batch.checkAtMs === undefined) {
      next('');
      const { succeeded } = batch.counts;
      if (succeeded !== LINES) throw new Error(`only ${succeeded} of ${LINES} lines have succeeded`);
      return [...rows, ['all', ((performance.now() - startMs) / 1000).toFixed(1), '']];
    }
    await setTimeout(20);
  }
};

try {
  startWork(queue, ports, createPending());
  const { id, bytes } = await makeFile();
  const body = { input_file_id: id, endpoint: '/v1/chat/completions', completion_window: '24h' } as const;
  const batch = await createBatch(body, { principal: owner, requestId: 'bench' }, ports);
  const rows = await follow(batch);
  const size = `${(bytes / 1024 / 1024).toFixed(0)} MB`;
  console.log(
    `## A batch of ${LINES} lines, ${size}, ${WORKERS} workers\n\n${markdownTable(['', 's', 'MB at most'], rows)}`,
  );
} finally {
  queue.stop();
  await stores.close();
  await rm(dataDir, { recursive: true });
}
