import { setImmediate } from 'node:timers/promises';
import { namedId } from '#adapters/system/named-id.ts';
import { newWebhookSecret } from '#adapters/webhooks/new-webhook-secret.ts';
import type { Principal } from '#core/auth/principal.ts';
import { createBatchLines } from '#core/batches/batch-lines.ts';
import type { BudgetEvent } from '#core/budgets/budget-event.ts';
import type { ServiceEvent } from '#core/events/service-event.ts';
import type { Deadline } from '#core/prompts/run-prompt.ts';
import type { Repetition } from '#core/prompts/watch-caller.ts';
import type { Runner } from '#core/runs/runner.ts';
import { parseSettings } from '#core/settings.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { RequestRecord } from '#middleware/request-log.ts';
import { createFakeClock } from './fake-clock.ts';
import { createMemoryApiKeyStore } from './memory-api-key-store.ts';
import { createMemoryAssignmentStore } from './memory-assignment-store.ts';
import { createMemoryBatchStore } from './memory-batch-store.ts';
import { createMemoryDeliveryQueue } from './memory-delivery-queue.ts';
import { createMemoryDeliveryStore } from './memory-delivery-store.ts';
import { createMemoryEventStore } from './memory-event-store.ts';
import { createMemoryFileStore } from './memory-file-store.ts';
import { createMemoryIdempotencyStore } from './memory-idempotency-store.ts';
import { createMemoryJobEventStore } from './memory-job-event-store.ts';
import { createMemoryJobStore } from './memory-job-store.ts';
import { createMemoryLeaseStore } from './memory-lease-store.ts';
import { createMemoryLedger } from './memory-ledger.ts';
import { createMemoryObjectStore } from './memory-object-store.ts';
import { createMemoryPromptStore } from './memory-prompt-store.ts';
import { createMemoryRateLimitStore } from './memory-rate-limit-store.ts';
import { createMemoryScheduleRunStore } from './memory-schedule-run-store.ts';
import { createMemoryScheduleStore } from './memory-schedule-store.ts';
import { createMemoryScheduler } from './memory-scheduler.ts';
import { createMemoryTenantStore } from './memory-tenant-store.ts';
import { createMemoryTextStore } from './memory-text-store.ts';
import { createMemoryUsageStore } from './memory-usage-store.ts';
import { createMemoryWebhookStore } from './memory-webhook-store.ts';
import { createMemoryWorkQueue } from './memory-work-queue.ts';
import { createSequentialIds } from './sequential-ids.ts';

/** A time limit that passes when a test says so. */
export interface FakeDeadline extends Deadline {
  readonly afterMs: number;
  isCleared: boolean;
  pass(): void;
}

/** A repetition whose time comes when a test says so. */
export interface FakeRepetition extends Repetition {
  readonly afterMs: number;
  isCleared: boolean;
  tick(): Promise<void>;
}

/** A caller for tests. */
export const ALICE: Principal = {
  kind: 'api_key',
  id: 'key:alice',
  tenantId: 'tenant-1',
  scopes: ['prompts'],
  tier: 'standard',
};

/** All that the api function needs, in memory, and what tests look at or move. */
export const createFakePorts = (runner: Runner, overrides: Partial<ApiPorts> = {}) => {
  const clock = createFakeClock();
  const shutdown = new AbortController();
  const deadlines: FakeDeadline[] = [];
  const repetitions: FakeRepetition[] = [];
  const reports: { readonly message: string; readonly error: unknown }[] = [];
  const records: RequestRecord[] = [];
  const budgetEvents: BudgetEvent[] = [];
  const published: ServiceEvent[] = [];
  const queue = createMemoryWorkQueue();
  const objects = createMemoryObjectStore();
  const batches = createMemoryBatchStore(clock);
  const scheduler = createMemoryScheduler();
  const deliveryQueue = createMemoryDeliveryQueue(clock);
  const ports: ApiPorts = {
    settings: parseSettings({}),
    prompts: createMemoryPromptStore(clock),
    usage: createMemoryUsageStore(),
    idempotency: createMemoryIdempotencyStore(clock),
    rateLimits: createMemoryRateLimitStore(),
    leases: createMemoryLeaseStore(clock),
    ledger: createMemoryLedger(),
    apiKeys: createMemoryApiKeyStore(),
    tenants: createMemoryTenantStore(),
    assignments: createMemoryAssignmentStore(),
    emitBudgetEvent: async (event) => {
      budgetEvents.push(event);
    },
    checkTable: async () => {},
    jobs: createMemoryJobStore(clock),
    jobEvents: createMemoryJobEventStore(),
    texts: createMemoryTextStore(clock),
    files: createMemoryFileStore(clock),
    objects,
    queue,
    batches,
    schedules: createMemoryScheduleStore(),
    scheduleRuns: createMemoryScheduleRunStore(),
    scheduler,
    lines: createBatchLines({ batches, objects, queue }),
    webhooks: createMemoryWebhookStore(),
    deliveries: createMemoryDeliveryStore(clock),
    events: createMemoryEventStore(clock),
    deliveryQueue,
    addressPolicy: { allowsLoopback: false },
    newWebhookSecret,
    namedId,
    publishEvent: async (event) => {
      if (!published.some(({ id }) => id === event.id)) published.push(event);
    },
    // Waiting is over at once, and time has passed.
    sleep: async (durationMs) => {
      await setImmediate();
      clock.advance(durationMs);
    },
    runner,
    upstream: async () => ({ provider: 'anthropic', baseUrl: 'http://127.0.0.1:1', apiKey: 'sk-upstream' }),
    clock,
    random: () => 0.5,
    newId: createSequentialIds(),
    startDeadline: (afterMs, reason) => {
      const controller = new AbortController();
      const deadline: FakeDeadline = {
        afterMs,
        isCleared: false,
        signal: controller.signal,
        pass: () => controller.abort(reason),
        clear: () => {
          deadline.isCleared = true;
        },
      };
      deadlines.push(deadline);
      return deadline;
    },
    repeat: (afterMs, tick) => {
      const repetition: FakeRepetition = {
        ...{ afterMs, tick, isCleared: false },
        clear: () => {
          repetition.isCleared = true;
        },
      };
      repetitions.push(repetition);
      return repetition;
    },
    shutdown: shutdown.signal,
    log: (record) => records.push(record),
    report: (message, error) => reports.push({ message, error }),
    ...overrides,
  };
  const looked = { repetitions, reports, records, budgetEvents, published, queue, objects, scheduler, deliveryQueue };
  return { ports, clock, shutdown, deadlines, ...looked };
};
