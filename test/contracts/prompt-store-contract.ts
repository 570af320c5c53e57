import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '#adapters/system/new-id.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { BodyStore } from '#core/prompts/body-store.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import type { PromptQuery, PromptStore } from '#core/prompts/prompt-store.ts';
import { textConversation } from '#core/runs/conversation.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import type { FakeClock } from '#test/fakes/fake-clock.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import type { MemoryBodyStore } from '#test/fakes/memory-body-store.ts';
import { createMemoryBodyStore } from '#test/fakes/memory-body-store.ts';

export interface PromptStoreWorld {
  readonly clock: FakeClock;
  readonly bodies: BodyStore;
}

const START_MS = Date.UTC(2026, 10, 22, 12);
let tenants = 0;

/** A tenant that no other case uses: all cases share one table. */
const newTenant = () => {
  tenants += 1;
  return `tenant-${tenants}`;
};

const createdAt = (tenantId: string, createdAtMs: number, more: Partial<Prompt> = {}): Prompt => ({
  id: newId('prompt', createdAtMs),
  tenantId,
  principalId: 'client:1',
  requestId: 'req_1',
  status: 'in_progress',
  profile: 'chat',
  model: 'claude-haiku-4-5',
  store: true,
  messages: textConversation('hello'),
  metadata: { job: '7', empty: '' },
  usageLabels: { day: '2026-11-22', hour: '13+01:00', metadata: { project: 'apollo' } },
  createdAtMs,
  deadlineAtMs: createdAtMs + 60_000,
  metrics: NO_METRICS,
  expiresAtSeconds: START_MS / 1000 + 86_400,
  ...more,
});

const ended = (prompt: Prompt, response: string, more: Partial<Prompt> = {}): Prompt => ({
  ...prompt,
  status: 'completed',
  response,
  stopReason: 'end_turn',
  turns: 1,
  sessionId: 'session-1',
  finishedAtMs: prompt.createdAtMs + 1_500,
  timings: { durationMs: 1_500, timeToFirstTokenMs: 300.5, overheadMs: 12 },
  metrics: {
    usage: { inputTokens: 3, outputTokens: 4, cacheReadInputTokens: 0, cacheCreationInputTokens: 0 },
    modelUsage: [
      {
        model: 'claude-haiku-4-5',
        calls: 1,
        costMicroUsd: 23,
        inputTokens: 3,
        outputTokens: 4,
        cacheReadInputTokens: 0,
        cacheCreationInputTokens: 0,
      },
    ],
    costMicroUsd: 23,
    isEstimated: false,
  },
  ...more,
});

const withoutTexts = ({ messages: _m, system: _s, response: _r, toolCalls: _t, ...rest }: Prompt) => rest;

const isConflict = (error: unknown) => error instanceof ServiceError && error.code === 'conflict';

const listAll = async (store: PromptStore, tenantId: string, query: PromptQuery): Promise<Prompt[]> => {
  const all: Prompt[] = [];
  let after = query.after;
  for (let pages = 0; pages < 100; pages += 1) {
    const page = await store.list(tenantId, { ...query, ...(after !== undefined && { after }) });
    all.push(...page.prompts);
    if (!page.hasMore) return all;
    after = page.lastId;
  }
  throw new Error('the list has no end');
};

/** What every `PromptStore` promises. */
export const testPromptStore = (createStore: (world: PromptStoreWorld) => PromptStore): void => {
  const start = () => {
    const clock = createFakeClock(START_MS);
    const bodies: MemoryBodyStore = createMemoryBodyStore();
    const store = createStore({ clock, bodies });
    const tenantId = newTenant();
    const settle = async (prompt: Prompt) => {
      await store.create(prompt);
      const stored = await store.finish(ended(prompt, 'hi'));
      await store.close(tenantId, prompt.id);
      return stored;
    };
    const openIds = async (deadlineBeforeMs: number) =>
      (await Array.fromAsync(store.listOpen(deadlineBeforeMs)))
        .filter((p) => p.tenantId === tenantId)
        .map(({ id }) => id);
    return { clock, bodies, store, tenantId, settle, openIds };
  };

  test('a prompt is read back as it was stored, in progress and ended', async () => {
    const { store, tenantId } = start();
    const prompt = createdAt(tenantId, START_MS, { system: 'Be brief.', messages: textConversation('Ünïcode 🎉') });
    await store.create(prompt);
    assert.deepEqual(await store.get(tenantId, prompt.id), prompt);
    const done = ended(prompt, '', { toolCalls: [{ id: 'toolu_1', name: 'look', input: { at: [1, null] } }] });
    assert.deepEqual(await store.finish(done), done);
    assert.deepEqual(await store.get(tenantId, prompt.id), done);
  });

  test('a failed prompt keeps its error', async () => {
    const { store, tenantId } = start();
    const prompt = createdAt(tenantId, START_MS);
    await store.create(prompt);
    const error = { code: 'cli_failed', message: 'It broke.', source: 'cli' } as const;
    await store.finish({ ...prompt, status: 'failed', error, finishedAtMs: START_MS + 5 });
    assert.deepEqual((await store.get(tenantId, prompt.id))?.error, error);
  });

  test('fails to create an id twice, and keeps the first', async () => {
    const { store, tenantId } = start();
    const prompt = createdAt(tenantId, START_MS);
    await store.create(prompt);
    await assert.rejects(store.create({ ...prompt, messages: textConversation('another') }));
    assert.deepEqual((await store.get(tenantId, prompt.id))?.messages, prompt.messages);
  });

  test("a tenant never sees, lists, ends or deletes another's prompt", async () => {
    const { store, tenantId, settle } = start();
    const prompt = createdAt(tenantId, START_MS);
    await settle(prompt);
    const other = newTenant();
    assert.equal(await store.get(other, prompt.id), undefined);
    assert.deepEqual((await store.list(other, { limit: 10 })).prompts, []);
    assert.equal(await store.delete(other, prompt.id), false);
    await assert.rejects(store.finish({ ...ended(prompt, 'forged'), tenantId: other }), { code: 'not_found' });
    await store.close(other, prompt.id);
    assert.equal(await store.get(other, prompt.id), undefined);
    assert.equal((await store.get(tenantId, prompt.id))?.response, 'hi');
  });

  test('an id that cannot be one is not there', async () => {
    const { store, tenantId } = start();
    for (const id of ['', 'x', '🎉'.repeat(32), 'x'.repeat(5_000)]) {
      assert.equal(await store.get(tenantId, id), undefined);
      assert.equal(await store.delete(tenantId, id), false);
    }
  });

  test('the first ending is kept, and told to whoever comes later', async () => {
    const { store, tenantId } = start();
    const prompt = createdAt(tenantId, START_MS);
    await store.create(prompt);
    const first = ended(prompt, 'x'.repeat(70_000));
    await store.finish(first);
    const late = ended(prompt, 'y'.repeat(70_000), { status: 'failed', turns: 9 });
    assert.deepEqual(await store.finish(late), first);
    assert.deepEqual(await store.get(tenantId, prompt.id), first);
  });

  test('of many endings at once exactly one is kept, with its own text', async () => {
    const { store, tenantId } = start();
    const prompt = createdAt(tenantId, START_MS);
    await store.create(prompt);
    const endings = Array.from({ length: 8 }, (_, turn) => ended(prompt, String(turn).repeat(70_000), { turns: turn }));
    const told = await Promise.all(endings.map((ending) => store.finish(ending)));
    const kept = await store.get(tenantId, prompt.id);
    assert.deepEqual(kept, endings[kept?.turns ?? -1]);
    for (const record of told) assert.deepEqual(record, kept);
  });

  test('a prompt ended from its record without texts keeps its texts', async () => {
    const { store, tenantId } = start();
    const prompt = createdAt(tenantId, START_MS, { system: 's'.repeat(100_000) });
    await store.create(prompt);
    await store.finish({ ...withoutTexts(prompt), status: 'failed', finishedAtMs: START_MS + 1 });
    const kept = await store.get(tenantId, prompt.id);
    assert.deepEqual([kept?.messages, kept?.system, kept?.status], [prompt.messages, prompt.system, 'failed']);
  });

  for (const [name, text] of [
    ['300 KB', 'a'.repeat(300_000)],
    ['1 MB with line breaks and quotes', '"line"\n'.repeat(150_000)],
    ['one byte below 64 KiB', 'a'.repeat(65_535)],
    ['64 KiB whose last character is an emoji', `${'a'.repeat(65_532)}🎉`],
    ['an emoji across the 64 KiB border', `${'a'.repeat(65_534)}🎉`],
    ['emojis only, 256 KiB', '🎉'.repeat(65_536)],
  ] as const) {
    test(`texts of ${name} come back whole`, async () => {
      const { store, tenantId } = start();
      const prompt = createdAt(tenantId, START_MS, { messages: textConversation(text), system: text });
      await store.create(prompt);
      await store.finish(ended(prompt, text));
      assert.deepEqual(await store.get(tenantId, prompt.id), ended(prompt, text));
    });
  }

  test('a prompt in progress, or not yet closed, cannot be deleted', async () => {
    const { store, tenantId } = start();
    const prompt = createdAt(tenantId, START_MS);
    await store.create(prompt);
    await assert.rejects(store.delete(tenantId, prompt.id), isConflict);
    await store.finish(ended(prompt, 'hi'));
    await assert.rejects(store.delete(tenantId, prompt.id), isConflict);
    await store.close(tenantId, prompt.id);
    assert.equal(await store.delete(tenantId, prompt.id), true);
  });

  test('a refused prompt is forgotten with its texts, one that has ended is not', async () => {
    const { store, tenantId, bodies, openIds } = start();
    const refused = createdAt(tenantId, START_MS, { messages: textConversation('p'.repeat(100_000)) });
    const done = createdAt(tenantId, START_MS + 1);
    await store.create(refused);
    await store.create(done);
    await store.finish(ended(done, 'hi'));
    for (const { id } of [refused, refused, done]) await store.discard(tenantId, id);
    assert.equal(await store.get(tenantId, refused.id), undefined);
    assert.deepEqual(await openIds(Number.POSITIVE_INFINITY), [done.id]);
    assert.equal(bodies.bodies.size, 0);
  });

  test('a prompt keeps what it holds of limits, also in the list of open ones', async () => {
    const { store, tenantId } = start();
    const holds = {
      leases: ['tenant:1'],
      tokens: [{ subject: 'tenant:1:tokens', startsAtMs: 60_000, amount: 7 }],
      reservations: [
        { subject: 'tenant:1', unit: 'day', startsAtMs: 0, endsAtMs: 1, microUsd: 5, budgetMicroUsd: 9 } as const,
      ],
    };
    const prompt = createdAt(tenantId, START_MS, { holds });
    await store.create(prompt);
    assert.deepEqual((await store.get(tenantId, prompt.id))?.holds, holds);
    const open = await Array.fromAsync(store.listOpen(Number.POSITIVE_INFINITY));
    assert.deepEqual(open.find(({ id }) => id === prompt.id)?.holds, holds);
  });

  test('a deleted prompt is gone, with its texts', async () => {
    const { store, tenantId, bodies } = start();
    const prompt = createdAt(tenantId, START_MS, { messages: textConversation('p'.repeat(100_000)) });
    await store.create(prompt);
    await store.finish(ended(prompt, 'r'.repeat(100_000)));
    await store.close(tenantId, prompt.id);
    assert.equal(await store.delete(tenantId, prompt.id), true);
    assert.equal(await store.delete(tenantId, prompt.id), false);
    assert.equal(await store.get(tenantId, prompt.id), undefined);
    assert.deepEqual((await store.list(tenantId, { limit: 10 })).prompts, []);
    assert.equal(bodies.bodies.size, 0);
    await store.close(tenantId, prompt.id);
    assert.equal(await store.get(tenantId, prompt.id), undefined);
  });

  test('what a crash left open is found, at every step, and nothing that is closed', async () => {
    const { store, tenantId, settle, openIds } = start();
    const running = createdAt(tenantId, START_MS, { messages: textConversation('p'.repeat(100_000)) });
    const finished = createdAt(tenantId, START_MS + 1);
    const closed = createdAt(tenantId, START_MS + 2);
    await store.create(running);
    await store.create(finished);
    await store.finish(ended(finished, 'hi'));
    await settle(closed);
    const open = (await Array.fromAsync(store.listOpen(START_MS + 120_000))).filter((p) => p.tenantId === tenantId);
    assert.deepEqual(
      open.sort((a, b) => a.createdAtMs - b.createdAtMs),
      [withoutTexts(running), withoutTexts(ended(finished, 'hi'))],
    );
    assert.deepEqual((await openIds(Number.POSITIVE_INFINITY)).sort(), [running.id, finished.id].sort());
  });

  test('an open prompt is listed only once its deadline is past', async () => {
    const { store, tenantId, openIds } = start();
    const prompt = createdAt(tenantId, START_MS);
    await store.create(prompt);
    assert.deepEqual(await openIds(prompt.deadlineAtMs), []);
    assert.deepEqual(await openIds(prompt.deadlineAtMs + 1), [prompt.id]);
    await store.close(tenantId, prompt.id);
    await store.close(tenantId, prompt.id);
    assert.deepEqual(await openIds(Number.POSITIVE_INFINITY), []);
  });

  test('a list pages through all, newest first, without texts, gaps or repetitions', async () => {
    const { store, tenantId } = start();
    const prompts = Array.from({ length: 25 }, (_, index) => createdAt(tenantId, START_MS + index));
    for (const prompt of prompts) await store.create(prompt);
    const newestFirst = prompts.toReversed().map(withoutTexts);
    for (const limit of [1, 7, 24, 25, 26]) {
      assert.deepEqual(await listAll(store, tenantId, { limit }), newestFirst, `limit ${limit}`);
    }
    const page = await store.list(tenantId, { limit: 25 });
    assert.equal(page.hasMore, false);
  });

  test('a list of long prompts is as full as one of short prompts', async () => {
    const { store, tenantId } = start();
    const text = 'x'.repeat(60_000);
    for (let index = 0; index < 20; index += 1) {
      await store.create(createdAt(tenantId, START_MS + index, { messages: textConversation(text), system: text }));
    }
    const page = await store.list(tenantId, { limit: 19 });
    assert.deepEqual([page.prompts.length, page.hasMore], [19, true]);
    assert.equal((await store.list(tenantId, { limit: 20 })).hasMore, false);
  });

  test('a list is confined to a model, a status, and a span of time with both ends', async () => {
    const { store, tenantId, settle } = start();
    const prompts = Array.from({ length: 12 }, (_, index) =>
      createdAt(tenantId, START_MS + index * 1000, { model: index % 2 ? 'claude-opus-5' : 'claude-haiku-4-5' }),
    );
    for (const [index, prompt] of prompts.entries()) await (index % 3 ? settle(prompt) : store.create(prompt));
    const listed = async (query: Partial<PromptQuery>) =>
      (await listAll(store, tenantId, { limit: 2, ...query })).map(({ id }) => prompts.findIndex((p) => p.id === id));
    assert.deepEqual(await listed({ model: 'claude-opus-5' }), [11, 9, 7, 5, 3, 1]);
    assert.deepEqual(await listed({ status: 'in_progress' }), [9, 6, 3, 0]);
    assert.deepEqual(await listed({ status: 'in_progress', model: 'claude-opus-5' }), [9, 3]);
    assert.deepEqual(await listed({ createdFromMs: START_MS + 4000, createdToMs: START_MS + 6000 }), [6, 5, 4]);
    assert.deepEqual(await listed({ createdFromMs: START_MS + 10_500 }), [11]);
    assert.deepEqual(await listed({ createdToMs: START_MS + 999, after: prompts[5]?.id ?? '' }), [0]);
    assert.deepEqual(await listed({ createdFromMs: START_MS + 6000, createdToMs: START_MS + 4000 }), []);
    assert.deepEqual(await listed({ createdFromMs: START_MS + 4000, after: prompts[2]?.id ?? '' }), []);
    assert.deepEqual(
      await listed({ createdFromMs: -62_135_596_800_000, createdToMs: 999_999_999_999_000 }).then((all) => all.length),
      12,
    );
    assert.deepEqual(await listed({ after: 'no such id' }), []);
  });

  test('an item whose time is over is not there, though the database has not deleted it yet', async () => {
    const { store, tenantId, clock, settle, openIds } = start();
    const prompt = createdAt(tenantId, START_MS);
    const open = createdAt(tenantId, START_MS + 1);
    await settle(prompt);
    await store.create(open);
    clock.advance(86_400_000);
    assert.equal(await store.get(tenantId, prompt.id), undefined);
    assert.deepEqual((await store.list(tenantId, { limit: 10 })).prompts, []);
    assert.equal(await store.delete(tenantId, prompt.id), false);
    assert.deepEqual(await openIds(Number.POSITIVE_INFINITY), []);
  });
};
