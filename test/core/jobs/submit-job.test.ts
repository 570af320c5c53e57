import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Principal } from '#core/auth/principal.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { JobBody } from '#core/jobs/job-body.ts';
import { requestText } from '#core/jobs/job-texts.ts';
import { startJob } from '#core/jobs/job-transitions.ts';
import { type JobOrder, submitJob } from '#core/jobs/submit-job.ts';
import { parseSettings } from '#core/settings.ts';
import { ALICE, createFakePorts } from '#test/fakes/fake-ports.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

const BODY = { prompt: 'Hi', model: 'haiku', profile: 'chat' };
const DAY_MS = 86_400_000;

const start = (settings = {}) => {
  const fake = createFakePorts(createScriptedRunner([]), { settings: parseSettings(settings) });
  const { ports, queue } = fake;
  const submit = (body: object = {}, more: Partial<JobOrder> = {}, changes: Partial<typeof ports> = {}) =>
    submitJob(
      { body: JobBody.parse({ ...BODY, ...body }), principal: ALICE, requestId: 'request-1', ...more },
      { ...ports, ...changes },
    );
  const list = async () => (await ports.jobs.list(ALICE.tenantId, { limit: 100 })).jobs;
  return { ...fake, submit, list, sent: queue.sent };
};

const unreachable = async () => {
  throw new ServiceError('unavailable', 'The queue cannot be reached.');
};

describe('a job that is submitted', () => {
  test('is stored with its request, and queued', async () => {
    const { ports, submit, sent, clock } = start();
    const job = await submit(
      { metadata: { a: 'b' }, webhook_url: 'https://example.com/hook' },
      { scheduleId: 'sched_1' },
    );
    assert.deepEqual(await ports.jobs.get(ALICE.tenantId, job.id), job);
    assert.deepEqual(job, {
      ...{ id: 'job_000001', tenantId: ALICE.tenantId, requestId: 'request-1', status: 'queued', version: 1 },
      owner: { kind: 'api_key', id: ALICE.id, tenantId: ALICE.tenantId, scopes: ['prompts'] },
      ...{ metadata: { a: 'b' }, webhookUrl: 'https://example.com/hook', scheduleId: 'sched_1' },
      ...{ createdAtMs: clock(), startBeforeMs: clock() + DAY_MS, checkAtMs: clock() + 3_600_000 },
      ...{ attempts: 0, maxAttempts: 3, costMicroUsd: 0 },
      expiresAtSeconds: (clock() + ports.settings.retentionDays * DAY_MS) / 1000,
    });
    const request = JSON.parse((await ports.texts.get(requestText(job))) ?? '');
    assert.deepEqual([request.prompt, request.model, request.metadata], ['Hi', 'haiku', { a: 'b' }]);
    assert.deepEqual(sent, [{ message: { kind: 'job', tenantId: ALICE.tenantId, jobId: job.id }, delaySeconds: 0 }]);
  });

  test('is there before its message is', async () => {
    const { ports, submit } = start();
    const found: unknown[] = [];
    const send = async () => {
      found.push((await ports.jobs.get(ALICE.tenantId, 'job_000001'))?.status);
      found.push(await ports.texts.get({ tenantId: ALICE.tenantId, name: 'job_000001/request' }));
    };
    await submit({}, {}, { queue: { send } });
    assert.equal(found[0], 'queued');
    assert.match(String(found[1]), /"prompt":"Hi"/);
  });

  test('may be started three times in profile chat, once in agent, or as often as it says', async () => {
    const { submit } = start();
    for (const [body, maxAttempts] of [
      [{}, 3],
      [{ profile: 'agent' }, 1],
      [{ profile: 'agent', max_attempts: 2 }, 2],
      [{ max_attempts: 5 }, 5],
    ] as const) {
      assert.equal((await submit(body)).maxAttempts, maxAttempts);
    }
  });

  test('has the profile of the deployment if it names none', async () => {
    const { submit } = start({ defaultProfile: 'agent' });
    assert.equal((await submit({ profile: undefined })).maxAttempts, 1);
  });
});

describe('a job that is submitted again under its id', () => {
  const ORDER = { id: 'job_due' };

  test('is the same job, and its message is sent again', async () => {
    const { submit, list, sent, clock } = start();
    const first = await submit({}, ORDER);
    clock.advance(1_000);
    assert.deepEqual(await submit({}, ORDER), first);
    assert.deepEqual([await list(), sent.length], [[first], 2]);
  });

  test('is told as it now stands', async () => {
    const { ports, submit } = start();
    const job = await submit({}, ORDER);
    const changed = await ports.jobs.replace({ ...job, status: 'in_progress', promptId: 'prompt_1', attempts: 1 });
    assert.deepEqual(await submit({}, ORDER), changed);
  });

  test('stays when its message cannot be sent', async () => {
    const { submit, list } = start();
    const job = await submit({}, ORDER);
    await assert.rejects(submit({}, ORDER, { queue: { send: unreachable } }), { code: 'unavailable' });
    assert.deepEqual(await list(), [job]);
  });
});

test('a job whose message was sent, though its queue says otherwise, is told as it now stands', async () => {
  const { ports, submit } = start();
  const send = async () => {
    const job = await ports.jobs.get(ALICE.tenantId, 'job_000001');
    assert.ok(job);
    await ports.jobs.replace(startJob(job, 'prompt_1', 0, 1));
    return unreachable();
  };
  const job = await submit({}, {}, { queue: { send } });
  assert.deepEqual([job.status, job], ['in_progress', await ports.jobs.get(ALICE.tenantId, job.id)]);
});

test('fails as its queue does if the job cannot be taken back either: a sweep queues it', async () => {
  const { submit, ports } = start();
  const jobs = { ...ports.jobs, delete: () => Promise.reject(new Error('no table')) };
  await assert.rejects(submit({}, {}, { queue: { send: unreachable }, jobs }), { code: 'unavailable' });
});

describe('fails, and leaves no job, for', () => {
  test('a queue that cannot be reached', async () => {
    const { submit, list, ports } = start();
    await assert.rejects(submit({}, {}, { queue: { send: unreachable } }), { code: 'unavailable' });
    assert.deepEqual(await list(), []);
    assert.equal(await ports.texts.get(requestText({ tenantId: ALICE.tenantId, id: 'job_000001' })), undefined);
  });

  for (const [what, body, code] of [
    ['an answer that may not be kept', { store: false }, 'invalid_request'],
    ['a model that is not offered', { model: 'gpt' }, 'unknown_model'],
    ['a model that the caller may not use', { model: 'sonnet' }, 'permission_denied'],
    ['a profile that the caller may not use', { profile: 'agent' }, 'permission_denied'],
    ['a run longer than any may be', { timeout_seconds: 100_000 }, 'invalid_request'],
    ['a run dearer than any may be', { max_cost_usd: 51 }, 'invalid_request'],
    ['a prompt that is too long', { prompt: 'x'.repeat(101) }, 'request_too_large'],
  ] as const) {
    test(what, async () => {
      const { submit, list, sent } = start({ maxPromptChars: 100 });
      const principal: Principal = { ...ALICE, models: ['claude-haiku-5-5'], profiles: ['chat'] };
      await assert.rejects(submit(body, { principal }), { name: 'ServiceError', code });
      assert.deepEqual([await list(), sent], [[], []]);
    });
  }
});
