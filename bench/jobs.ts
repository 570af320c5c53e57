// `npm run bench -- jobs`: what queueing costs, jobs beside the same calls made synchronously, and whether a tenant with
// many queued jobs holds up another.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseSettings } from '#core/settings.ts';
import { startStandInModel } from '#local/model/stand-in-model.ts';
import { type LocalService, startLocal } from '#local/start-local.ts';
import { openAdmin } from '#test/product/open-admin.ts';
import { markdownTable } from './markdown-table.ts';
import { percentile } from './percentile.ts';

const JOBS = Number(process.env['JOBS'] ?? 1_000);
const ENQUEUED = Number(process.env['ENQUEUED'] ?? 300);
const WORKERS = 4;
const WARM_UP_MS = 5_000;
const CHAT = { model: 'claude-haiku-4-5', profile: 'chat' };

const model = await startStandInModel({ maxRecordedCalls: 0 });
const dataDir = await mkdtemp(join(tmpdir(), 'bench-jobs-'));
const perMinute = { requestsPerMinutePerPrincipal: 1_000_000, requestsPerMinutePerTenant: 1_000_000 };
const settings = parseSettings({ tiers: { standard: perMinute } });
const upstream = { baseUrl: model.baseUrl, apiKey: 'bench' };

const withService = async (name: string, use: (service: LocalService) => Promise<void>): Promise<void> => {
  const folder = join(dataDir, name);
  const service = await startLocal({
    ...{
      dataDir: folder,
      port: 0,
      upstream,
      settings,
      quiet: true,
      workers: WORKERS,
      poolChatSize: 4,
      poolAgentSize: 0,
    },
  });
  try {
    await setTimeout(WARM_UP_MS);
    await use(service);
  } finally {
    await service.close(0);
  }
};

const post = async ({ baseUrl }: LocalService, key: string, path: string, body: object) => {
  const headers = { 'x-api-key': key, 'content-type': 'application/json' };
  const response = await fetch(`${baseUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as { readonly id: string };
};

type EndedJob = Readonly<Record<'status' | 'created_at' | 'started_at' | 'finished_at', string>>;

const untilEnded = async ({ baseUrl }: LocalService, key: string, id: string): Promise<EndedJob> => {
  for (;;) {
    const response = await fetch(`${baseUrl}/v1/jobs/${id}?wait=25`, { headers: { 'x-api-key': key } });
    const job = (await response.json()) as EndedJob;
    if (job.status === 'completed') return job;
    if (job.status !== 'queued' && job.status !== 'in_progress') throw new Error(`${id} is ${job.status}`);
  }
};

/** Calls `act` so many times, as many at once as there are workers. */
const inTurns = async (count: number, act: (index: number) => Promise<unknown>): Promise<void> => {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await act(index);
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
};

const secondsOf = async (act: () => Promise<unknown>): Promise<number> => {
  const startMs = performance.now();
  await act();
  return (performance.now() - startMs) / 1000;
};

const chat = (text: string): object => ({ ...CHAT, prompt: `[[say: ${text}]]` });

/** All workers wait for a model that never answers, so that only queueing is measured. */
const measureEnqueueing = async (service: LocalService, key: string): Promise<void> => {
  const hanging = { ...CHAT, prompt: '[[hang]]' };
  for (let worker = 0; worker < WORKERS; worker += 1) await post(service, key, '/v1/jobs', hanging);
  await setTimeout(WARM_UP_MS);
  const samples: number[] = [];
  for (let index = 0; index < ENQUEUED; index += 1) {
    samples.push(1000 * (await secondsOf(() => post(service, key, '/v1/jobs', chat(`answer ${index}`)))));
  }
  const figures = [0.5, 0.95].map((share) => percentile(samples, share).toFixed(1));
  console.log(`## Enqueueing\n\n${markdownTable(['ms', 'p50', 'p95'], [['POST /v1/jobs', ...figures]])}\n`);
};

/** In turn, so that a slow moment of the machine does not strike one alone. */
const measureThroughput = async (service: LocalService, key: string): Promise<void> => {
  const seconds = { jobs: 0, calls: 0 };
  const rounds = 4;
  const count = Math.ceil(JOBS / rounds);
  for (let round = 0; round < rounds; round += 1) {
    seconds.jobs += await secondsOf(async () => {
      const jobs = await Promise.all(Array.from({ length: count }, () => post(service, key, '/v1/jobs', chat('job'))));
      for (const { id } of jobs) await untilEnded(service, key, id);
    });
    seconds.calls += await secondsOf(() => inTurns(count, () => post(service, key, '/v1/prompts', chat('call'))));
  }
  const total = rounds * count;
  const row = (name: string, spent: number) => [name, spent.toFixed(1), (total / spent).toFixed(2)];
  const rows = [
    row(`${total} jobs, ${WORKERS} workers`, seconds.jobs),
    row(`${total} calls, ${WORKERS} at once`, seconds.calls),
  ];
  console.log(`## Jobs beside calls\n\n${markdownTable(['', 'seconds', 'answers per second'], rows)}\n`);
};

const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;

/** How long the first job of a tenant waits and runs: alone, and while another tenant has many queued. */
const measureFairness = async (service: LocalService, busy: string): Promise<void> => {
  const { key } = await (await openAdmin(service)).createTenant('patient');
  const measure = async (name: string): Promise<string[]> => {
    const jobs: EndedJob[] = [];
    for (let round = 0; round < 10; round += 1) {
      jobs.push(await untilEnded(service, key, (await post(service, key, '/v1/jobs', chat(name))).id));
    }
    const waited = jobs.map((job) => secondsBetween(job.created_at, job.started_at));
    const ran = jobs.map((job) => secondsBetween(job.started_at, job.finished_at));
    const figures = [waited, ran].flatMap((samples) => [percentile(samples, 0.5), Math.max(...samples)]);
    return [name, ...figures.map((seconds) => seconds.toFixed(2))];
  };
  const alone = await measure('alone');
  await Promise.all(Array.from({ length: JOBS }, () => post(service, busy, '/v1/jobs', chat('busy'))));
  const beside = await measure(`while another tenant has ${JOBS} queued`);
  const header = ['seconds that a job', 'waited p50', 'most', 'ran p50', 'most'];
  console.log(`## Fairness\n\n${markdownTable(header, [alone, beside])}\n`);
};

try {
  await withService('enqueue', (service) => measureEnqueueing(service, service.credentials.api_key));
  await withService('throughput', (service) => measureThroughput(service, service.credentials.api_key));
  await withService('fairness', (service) => measureFairness(service, service.credentials.api_key));
} finally {
  await model.close();
  await rm(dataDir, { recursive: true, force: true });
}
