import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import type { ServiceEvent } from '#core/events/service-event.ts';
import type { Job, JobStatus } from '#core/jobs/job.ts';
import { JobBody } from '#core/jobs/job-body.ts';
import { type RunJobPorts, runJob } from '#core/jobs/run-job.ts';
import { submitJob } from '#core/jobs/submit-job.ts';
import { sweepJobs } from '#core/jobs/sweep-jobs.ts';
import { sweepPrompts } from '#core/prompts/sweep-prompts.ts';
import { openTable } from '#local/table/open-table.ts';
import type { FakeClock } from '#test/fakes/fake-clock.ts';
import { ALICE, createFakePorts } from '#test/fakes/fake-ports.ts';
import { killedAt } from '#test/fakes/killed-at.ts';
import { createMemoryApiKeyStore } from '#test/fakes/memory-api-key-store.ts';
import { HELLO } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';
import { createTableStores } from '#test/fakes/table-stores.ts';

/** What a process that dies is cut off from. */
const STORES = ['jobs', 'jobEvents', 'texts', 'prompts', 'usage', 'rateLimits', 'leases', 'ledger', 'events'] as const;

const FINAL = new Set<JobStatus>(['completed', 'failed', 'canceled', 'expired']);

let worlds = 0;

/** A worker and its world; its stores may be real. */
const open = async (openStores: (clock: FakeClock) => Partial<RunJobPorts>, maxAttempts: number) => {
  worlds += 1;
  const runner = createScriptedRunner(HELLO);
  const fake = createFakePorts(runner);
  const tenantId = `crashing-${worlds}`;
  const owner = { kind: 'user', id: `user:${worlds}`, tenantId, scopes: ['prompts'] } as const;
  const published: ServiceEvent[] = [];
  const events = {
    publish: async (event: ServiceEvent) => {
      published.push(event);
    },
  };
  const ports: RunJobPorts & Pick<typeof fake, 'queue'> & Pick<typeof fake.ports, 'addressPolicy'> = {
    ...fake.ports,
    apiKeys: createMemoryApiKeyStore(),
    tenants: { get: async (id) => ({ id, name: 'x', tier: 'standard', createdAtMs: 0, version: 1 }) },
    assignments: { find: async (principalId) => ({ principalId, tenantId, assignedAtMs: 0 }) },
    ...openStores(fake.clock),
    queue: fake.queue,
    publishEvent: events.publish,
  };
  const body = JobBody.parse({ prompt: 'Hi', model: 'claude-haiku-4-5', profile: 'chat', max_attempts: maxAttempts });
  const principal = { ...ALICE, ...owner, scopes: [...owner.scopes] };
  const job = await submitJob({ body, principal, requestId: 'request-1' }, ports);
  return { ...fake, ports, runner, published, events, job, tenantId };
};

type World = Awaited<ReturnType<typeof open>>;

/** Works as the next process does, until nothing is left to do. */
const revive = async ({ ports, clock, queue, job }: World): Promise<Job> => {
  for (let rounds = 0; rounds < 6; rounds += 1) {
    // Leases end by themselves, and the sweeps come when the dead process must be gone.
    clock.advance(3_600_000);
    await sweepPrompts(ports, clock());
    await sweepJobs(ports, clock());
    for (const { message } of queue.sent.splice(0)) if (message.kind === 'job') await runJob(message, ports);
    const latest = await ports.jobs.get(job.tenantId, job.id);
    if (latest && latest.checkAtMs === undefined) return latest;
  }
  return assert.fail(`${job.id} has not ended`);
};

const testCrashes = (openStores: (clock: FakeClock) => Partial<RunJobPorts>, attempts: readonly number[]): void => {
  /** Kills a worker at that step. @returns false if it had ended before. */
  const kill = async (step: number, when: 'before' | 'after', maxAttempts: number): Promise<boolean> => {
    const world = await open(openStores, maxAttempts);
    const { ports, queue, published, events, runner, tenantId } = world;
    const stores = Object.fromEntries(STORES.map((name) => [name, name === 'events' ? events : ports[name]]));
    const dying = killedAt(stores, step, when);
    const { events: dyingEvents, ...dyingStores } = dying.stores as Record<string, object>;
    const { publish } = dyingEvents as typeof events;
    const [sent] = queue.sent.splice(0);
    assert.ok(sent?.message.kind === 'job');
    await runJob(sent.message, { ...ports, ...dyingStores, publishEvent: publish }).catch(() => undefined);

    const job = await revive(world);
    const how = `killed ${when} step ${step}`;
    assert.ok(FINAL.has(job.status), `${how}: ${job.status}`);
    assert.ok(job.attempts <= maxAttempts, how);
    assert.deepEqual([...new Set(published.map(({ id }) => id))], [job.id.replace('job_', 'evt_')], how);
    assert.ok(
      published.every(({ type }) => type === `job.${job.status}`),
      how,
    );
    const { prompts } = await ports.prompts.list(tenantId, { limit: 100 });
    const answered = prompts.filter(({ status }) => status === 'completed');
    if (job.status === 'completed') {
      assert.deepEqual(
        answered.map(({ id }) => id),
        [job.promptId],
        how,
      );
      assert.equal((await ports.prompts.get(tenantId, job.promptId ?? ''))?.response, 'Hello, world', how);
    } else {
      // Nothing that was answered is thrown away.
      assert.deepEqual([job.status, job.error?.code, answered.length], ['failed', 'interrupted', 0], how);
      assert.equal(maxAttempts, 1, how);
    }
    const cost = prompts.reduce((sum, { metrics }) => sum + metrics.costMicroUsd, 0);
    assert.equal(job.costMicroUsd, cost, how);
    assert.ok(runner.requests.length <= maxAttempts + 1, how);
    return dying.isDead();
  };

  for (const maxAttempts of attempts) {
    test(`a worker killed at any step leaves a job of ${maxAttempts} attempts that ends once, with one answer and one event`, async () => {
      let steps = 0;
      for (let isKilled = true; isKilled; ) {
        steps += 1;
        isKilled = await kill(steps, 'before', maxAttempts);
        await kill(steps, 'after', maxAttempts);
      }
      assert.ok(steps > 15, `only ${steps} steps`);
    });
  }
};

suite('in memory', () => testCrashes(() => ({}), [1, 3]));

const { table, close } = await openTable();
after(close);
suite('in the table', () => testCrashes((clock) => createTableStores(table, clock), [3]));
