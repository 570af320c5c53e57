// `npm run bench`: this service beside what it is compared to, on the same machine in the same run.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseSettings } from '#core/settings.ts';
import { startStandInModel } from '#local/model/stand-in-model.ts';
import { type LocalService, startLocal } from '#local/start-local.ts';
import { dialectCalls } from './dialect-calls.ts';
import { directCall } from './direct-call.ts';
import { measureLatency } from './measure-latency.ts';
import { measureMemory } from './measure-memory.ts';
import { measureThroughput } from './measure-throughput.ts';
import { plainSpawn } from './plain-spawn.ts';
import { serviceCall } from './service-call.ts';

const MODEL = 'claude-haiku-4-5';
const ROUNDS = Number(process.env['ROUNDS'] ?? 30);
const THROUGHPUT_MS = Number(process.env['THROUGHPUT_MS'] ?? 15_000);
const WARM_UP_MS = 6_000;

const model = await startStandInModel();
const dataDir = await mkdtemp(join(tmpdir(), 'bench-data-'));
const tier = { requestsPerMinutePerPrincipal: 1_000_000, requestsPerMinutePerTenant: 1_000_000 };
const startService = (gate: 'runner' | 'function'): Promise<LocalService> =>
  startLocal({
    dataDir: join(dataDir, gate),
    port: 0,
    upstream: { baseUrl: model.baseUrl, apiKey: 'bench' },
    settings: parseSettings({ tiers: { standard: tier } }),
    gate,
    quiet: true,
  });
const service = await startService('runner');
const gated = await startService('function');

try {
  const direct = directCall(model.baseUrl, MODEL);
  const chat = serviceCall(service, MODEL, 'chat');
  const agent = serviceCall(service, MODEL, 'agent');
  const gatedChat = serviceCall(gated, MODEL, 'chat', ', gate as a function');
  const gatedAgent = serviceCall(gated, MODEL, 'agent', ', gate as a function');
  const spawned = plainSpawn(model.baseUrl, MODEL);
  await setTimeout(WARM_UP_MS);
  console.log(`## Memory\n\n${await measureMemory()}\n`);
  const contestants = [direct, chat, ...dialectCalls(service, MODEL), agent, gatedChat, gatedAgent, spawned];
  console.log(`## Latency, ${ROUNDS} rounds\n\n${await measureLatency(contestants, ROUNDS)}\n`);
  console.log(`## Throughput\n\n${await measureThroughput([chat, agent, spawned], [1, 4, 8], THROUGHPUT_MS)}\n`);
} finally {
  await service.close();
  await gated.close();
  await model.close();
  await rm(dataDir, { recursive: true, force: true });
}
