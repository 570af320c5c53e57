import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '#adapters/system/new-id.ts';
import type { Clock } from '#core/clock.ts';
import { changeJob } from '#core/jobs/change-job.ts';
import type { Job } from '#core/jobs/job.ts';
import type { JobQuery, JobStore } from '#core/jobs/job-store.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { jobOf, lineJobOf } from '#test/fakes/jobs.ts';

let tenants = 0;

/** A tenant that no other case uses: all cases share one table. */
const newTenantId = (): string => {
  tenants += 1;
  return `jobs-tenant-${tenants}-${process.pid}`;
};

const listAll = async (store: JobStore, tenantId: string, query: JobQuery): Promise<Job[]> => {
  const all: Job[] = [];
  let page = await store.list(tenantId, query);
  for (let pages = 0; pages < 100; pages += 1) {
    all.push(...page.jobs);
    if (!page.hasMore) return all;
    page = await store.list(tenantId, { ...query, after: page.lastId ?? '' });
  }
  throw new Error('the list has no end');
};

/** What every `JobStore` promises. */
export const testJobStore = (createStore: (clock: Clock) => JobStore): void => {
  const start = () => {
    const clock = createFakeClock();
    const store = createStore(clock);
    const tenantId = newTenantId();
    const create = async (more: Partial<Job> = {}): Promise<Job> => {
      const job = jobOf(more.createdAtMs ?? clock(), { tenantId, ...more });
      assert.equal(await store.create(job), true);
      return job;
    };
    const createLines = async (batchId: string, lines: readonly number[], of = tenantId): Promise<Job[]> => {
      const jobs = lines.map((line) => lineJobOf(clock(), batchId, line, { tenantId: of }));
      for (const job of jobs) assert.equal(await store.create(job), true);
      return jobs;
    };
    const openIds = async (checkBeforeMs: number) =>
      (await Array.fromAsync(store.listOpen(checkBeforeMs)))
        .filter((job) => job.tenantId === tenantId)
        .map(({ id }) => id)
        .sort();
    return { clock, store, tenantId, create, createLines, openIds };
  };

  test('a job is found as it was created, whatever is known of it', async () => {
    const { clock, store, tenantId, create, createLines } = start();
    const queued = await create();
    assert.deepEqual(await store.get(tenantId, queued.id), queued);
    const ended = await create({
      ...{ status: 'failed', metadata: { job: 'Ünïcode 🎉', empty: '' }, webhookUrl: 'https://example.com/hook' },
      ...{ scheduleId: 'sched_1', promptId: 'prompt_1', startedAtMs: clock() + 1, finishedAtMs: clock() + 2 },
      ...{ attempts: 3, costMicroUsd: 163, version: 9 },
      error: { code: 'cli_failed', message: 'It broke.', source: 'cli' },
    });
    assert.deepEqual(await store.get(tenantId, ended.id), ended);
    const [line] = await createLines(newId('batch', clock()), [0]);
    assert.ok(line);
    assert.deepEqual(await store.get(tenantId, line.id), line);
  });

  test('a second job of an id is not created, and the first stays', async () => {
    const { store, tenantId, create } = start();
    const job = await create();
    assert.equal(await store.create({ ...job, requestId: 'another' }), false);
    assert.deepEqual(await store.get(tenantId, job.id), job);
  });

  test("a tenant never sees, lists, changes or deletes another's job", async () => {
    const { clock, store, tenantId, create, createLines } = start();
    const job = await create();
    const batchId = newId('batch', clock());
    const [line] = await createLines(batchId, [0]);
    assert.ok(line);
    const other = newTenantId();
    for (const { id } of [job, line]) assert.equal(await store.get(other, id), undefined);
    assert.deepEqual((await store.list(other, { limit: 10 })).jobs, []);
    assert.deepEqual(await Array.fromAsync(store.listLines(other, batchId)), []);
    assert.equal(await store.replace({ ...job, tenantId: other }), undefined);
    assert.equal(await store.delete({ ...job, tenantId: other }), false);
    assert.equal(await store.get(other, job.id), undefined);
    assert.deepEqual(await store.get(tenantId, job.id), job);
  });

  test('an id that cannot be one is not there', async () => {
    const { store, tenantId, create, createLines } = start();
    await create();
    await createLines('batch_x', [1]);
    for (const id of ['', 'x', 'job_x-01', 'job_x-2', 'job_x-1000000', '🎉'.repeat(32), 'x'.repeat(5_000)]) {
      assert.equal(await store.get(tenantId, id), undefined, id);
    }
  });

  test('a job is replaced only by who has seen what it is, and loses what is left out', async () => {
    const { store, tenantId, create } = start();
    const job = await create({ webhookUrl: 'https://example.com/hook' });
    const { checkAtMs: _, webhookUrl: _url, ...closed } = job;
    assert.deepEqual(await store.replace(closed), { ...closed, version: 2 });
    assert.equal(await store.replace({ ...job, requestId: 'late' }), undefined);
    assert.deepEqual(await store.get(tenantId, job.id), { ...closed, version: 2 });
  });

  test('a job that is not there is not replaced', async () => {
    const { clock, store, tenantId } = start();
    const job = jobOf(clock(), { tenantId });
    assert.equal(await store.replace(job), undefined);
    assert.equal(await store.get(tenantId, job.id), undefined);
  });

  test('of changes at the same time none is lost', async () => {
    const { store, tenantId, create } = start();
    const job = await create();
    const adding = (name: string) => (now: Job) => ({ ...now, metadata: { ...now.metadata, [name]: 'x' } });
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => changeJob(job, adding(name), store)));
    const { metadata, version } = (await store.get(tenantId, job.id)) ?? {};
    assert.deepEqual([metadata, version], [{ a: 'x', b: 'x', c: 'x', d: 'x' }, 5]);
  });

  test('of many who start a job at once exactly one does', async () => {
    const { store, create } = start();
    const job = await create();
    const starts = Array.from({ length: 8 }, (_, n) =>
      store.replace({ ...job, status: 'in_progress', promptId: `prompt_${n}` }),
    );
    assert.equal((await Promise.all(starts)).filter((started) => started).length, 1);
  });

  test('fails to store what could not be read', async () => {
    const { clock, store, tenantId, create } = start();
    await assert.rejects(store.create(jobOf(clock(), { tenantId, checkAtMs: clock() + 0.5 })));
    const job = await create();
    await assert.rejects(store.replace({ ...job, costMicroUsd: 0.1 }));
    assert.deepEqual(await store.get(tenantId, job.id), job);
  });

  test('a job that others have changed since it was read is not deleted', async () => {
    const { store, tenantId, create } = start();
    const job = await create();
    const changed = await store.replace(job);
    assert.equal(await store.delete(job), false);
    assert.ok(changed);
    assert.equal(await store.delete(changed), true);
    assert.equal(await store.delete(changed), false);
    assert.equal(await store.get(tenantId, job.id), undefined);
  });

  test('a list pages through all jobs, newest first, without gaps, repetitions or lines of batches', async () => {
    const { clock, store, tenantId, create, createLines } = start();
    const jobs: Job[] = [];
    for (let index = 0; index < 12; index += 1) jobs.push(await create({ createdAtMs: clock() + index }));
    await createLines(newId('batch', clock()), [0, 1]);
    for (const limit of [1, 5, 11, 12, 13]) {
      assert.deepEqual(await listAll(store, tenantId, { limit }), jobs.toReversed(), `limit ${limit}`);
    }
    const page = await store.list(tenantId, { limit: 12 });
    assert.deepEqual([page.hasMore, page.lastId], [false, jobs[0]?.id]);
    assert.deepEqual(await store.list(newTenantId(), { limit: 2 }), { jobs: [], hasMore: false });
  });

  test('a list is confined to a status, and goes on after any id', async () => {
    const { clock, store, tenantId, create } = start();
    const jobs: Job[] = [];
    for (let index = 0; index < 9; index += 1) {
      jobs.push(await create({ createdAtMs: clock() + index, status: index % 3 === 0 ? 'completed' : 'queued' }));
    }
    const listed = async (query: Partial<JobQuery>) =>
      (await listAll(store, tenantId, { limit: 2, ...query })).map(({ id }) => jobs.findIndex((job) => job.id === id));
    assert.deepEqual(await listed({ status: 'completed' }), [6, 3, 0]);
    assert.deepEqual(await listed({ status: 'queued', after: jobs[6]?.id ?? '' }), [5, 4, 2, 1]);
    assert.deepEqual(await listed({ status: 'canceled' }), []);
    assert.deepEqual(await listed({ after: 'no such id' }), await listed({}));
    assert.deepEqual(await listed({ after: '' }), []);
  });

  test('the lines of a batch are listed in their order, and no others', async () => {
    const { clock, store, tenantId, createLines } = start();
    const batchId = newId('batch', clock());
    const numbers = [10, 2, 99_999, 0, 1, 100];
    const lines = await createLines(batchId, numbers);
    await createLines(newId('batch', clock()), [3]);
    await createLines(batchId, [4], newTenantId());
    assert.deepEqual(
      await Array.fromAsync(store.listLines(tenantId, batchId)),
      [3, 4, 1, 0, 5, 2].map((index) => lines[index]),
    );
  });

  test('a job is to be looked at once its time has come, until it is closed', async () => {
    const { clock, store, create, createLines, openIds } = start();
    const job = await create();
    const [line] = await createLines(newId('batch', clock()), [0]);
    const checkAtMs = job.checkAtMs ?? 0;
    const both = [job.id, line?.id ?? ''].sort();
    assert.deepEqual(await openIds(checkAtMs), []);
    assert.deepEqual(await openIds(checkAtMs + 1), both);
    assert.deepEqual(await openIds(Number.POSITIVE_INFINITY), both);

    const later = await store.replace({ ...job, checkAtMs: checkAtMs + 1 });
    assert.deepEqual(await openIds(checkAtMs + 1), [line?.id]);
    assert.ok(later);
    const { checkAtMs: _, ...closed } = later;
    await store.replace(closed);
    assert.deepEqual(await openIds(Number.POSITIVE_INFINITY), [line?.id]);
  });

  test('what is to be looked at is listed as it stands, of all tenants', async () => {
    const { clock, store, tenantId, create } = start();
    const mine = await create();
    const theirs = await create({ tenantId: newTenantId() });
    const changed = await store.replace({ ...mine, status: 'in_progress', promptId: 'prompt_1' });
    const open = await Array.fromAsync(store.listOpen(clock() + 86_400_000));
    assert.deepEqual(
      open.find((job) => job.tenantId === tenantId),
      changed,
    );
    assert.deepEqual(
      open.find(({ id }) => id === theirs.id),
      theirs,
    );
  });

  test('a job whose time is over is not there, though the database has not deleted it yet', async () => {
    const { clock, store, tenantId, create, openIds } = start();
    const job = await create();
    clock.advance(86_400_000);
    assert.equal(await store.get(tenantId, job.id), undefined);
    assert.deepEqual((await store.list(tenantId, { limit: 10 })).jobs, []);
    assert.deepEqual(await openIds(Number.POSITIVE_INFINITY), []);
  });
};
