import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { cancelJob } from '#core/jobs/cancel-job.ts';
import type { Job } from '#core/jobs/job.ts';
import { JobBody } from '#core/jobs/job-body.ts';
import { type RunJobPorts, runJob } from '#core/jobs/run-job.ts';
import { submitJob } from '#core/jobs/submit-job.ts';
import { performWork, type WorkHandlers } from '#core/queue/perform-work.ts';
import type { WorkOutcome } from '#core/queue/work-queue.ts';
import type { Runner } from '#core/runs/runner.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import { newApiKey } from './api-keys.ts';
import { ALICE, createFakePorts } from './fake-ports.ts';
import { createMemoryApiKeyStore } from './memory-api-key-store.ts';
import { createMemoryAssignmentStore } from './memory-assignment-store.ts';
import { createMemoryTenantStore } from './memory-tenant-store.ts';

type JobPorts = ApiPorts & RunJobPorts;

/** All that the api function and the workers need, in memory, with Alice's key and tenant, and what tests do with jobs. */
export const createJobPorts = async (runner: Runner, overrides: Partial<JobPorts> = {}) => {
  const fake = createFakePorts(runner);
  const apiKeys = createMemoryApiKeyStore();
  const tenants = createMemoryTenantStore();
  const { record: key } = newApiKey({ id: ALICE.id, tenantId: ALICE.tenantId });
  await apiKeys.create(key);
  await tenants.create({ id: ALICE.tenantId, name: 'Alice', tier: ALICE.tier, createdAtMs: 0, version: 1 });
  const assignments = createMemoryAssignmentStore();
  const ports: JobPorts = {
    ...{ ...fake.ports, apiKeys, tenants, assignments },
    // Whoever watches or records a run does not make time pass.
    sleep: () => setImmediate(),
    ...overrides,
  };

  /** Queues a chat of Alice's. */
  const submit = (body: Partial<JobBody> = {}): Promise<Job> => {
    const asked = JobBody.parse({ prompt: 'Hi', model: 'claude-haiku-4-5', profile: 'chat', ...body });
    return submitJob({ body: asked, principal: ALICE, requestId: 'request-1' }, ports);
  };

  /** The job as it now stands. */
  const read = async ({ tenantId, id }: Job): Promise<Job> => {
    const job = await ports.jobs.get(tenantId, id);
    assert.ok(job);
    return job;
  };

  /** Runs the job as a message does that is delivered now, in a world that may have changed. */
  const run = ({ tenantId, id }: Job, changes: Partial<JobPorts> = {}): Promise<WorkOutcome> =>
    runJob({ tenantId, jobId: id }, { ...ports, ...changes });

  const none = async () => assert.fail('there are only jobs here');
  const handlers: WorkHandlers = { job: (message) => runJob(message, ports), batch: none };

  /** Delivers what is in the queue, each message once its delay is over, until none is left. */
  const workOff = async (): Promise<void> => {
    for (let next = fake.queue.sent.shift(); next; next = fake.queue.sent.shift()) {
      fake.clock.advance(next.delaySeconds * 1000);
      await performWork(next.message, handlers, ports.queue);
    }
  };

  const cancel = (job: Job): Promise<Job> => cancelJob(job, ports);

  return { ...fake, ports, key, submit, read, run, workOff, cancel };
};
