import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Profile } from '#core/runs/run-request.ts';
import { createProcessPool } from '#runner/claude/process-pool.ts';

/** A process that is nothing but its answers to the pool. */
class FakeProcess {
  readonly name: string;
  isAlive = true;
  pings = 0;
  isEnded = false;
  readonly complaint = 'no library';

  constructor(name: string) {
    this.name = name;
  }

  async isReady(): Promise<boolean> {
    this.pings += 1;
    return this.isAlive;
  }

  async end(): Promise<void> {
    this.isEnded = true;
  }
}

/** A pool that is being filled. */
const openPool = (
  sizes: Partial<Record<Profile, number>> = {},
  { refillDelayMs }: { refillDelayMs: number | undefined } = { refillDelayMs: 250 },
) => {
  const started: FakeProcess[] = [];
  const world = { nowMs: 0, startsDead: false, startsUnderWay: 0, mostStartsAtOnce: 0 };
  const pool = createProcessPool({
    sizes: { chat: 0, agent: 0, ...sizes },
    maxStartsAtOnce: 2,
    clock: () => world.nowMs,
    refillDelayMs,
    start: async (profile) => {
      world.startsUnderWay += 1;
      world.mostStartsAtOnce = Math.max(world.mostStartsAtOnce, world.startsUnderWay);
      await setImmediate();
      world.startsUnderWay -= 1;
      const process = new FakeProcess(`${profile}-${started.length}`);
      process.isAlive = !world.startsDead;
      started.push(process);
      return process;
    },
  });
  void pool.fill();
  return { pool, started, world };
};

/** The signal of a run that goes on. */
const never = new AbortController().signal;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
});

/** Lets everything happen that waits for nothing, or for a second at most. */
const settle = async (): Promise<void> => {
  mock.timers.tick(1000);
  for (let round = 0; round < 50; round += 1) await setImmediate();
};

test('it is filled one process after the other', async () => {
  const { started, world } = openPool({ chat: 2, agent: 1 });
  await settle();
  assert.deepEqual(
    started.map(({ name }) => name),
    ['chat-0', 'chat-1', 'agent-2'],
  );
  assert.equal(world.mostStartsAtOnce, 1);
});

test('a process is handed out once, after it has answered, and replaced', async () => {
  const { pool, started } = openPool({ chat: 1 });
  await settle();
  const first = await pool.take('chat', never);
  assert.equal(first, started[0]);
  assert.equal(first.pings, 2);
  assert.equal(started.length, 1);
  await settle();
  assert.equal(started.length, 2);
  assert.equal(await pool.take('chat', never), started[1]);
});

test('a run that finds none waiting takes over the one being started, which is handed out once', async () => {
  const { pool, started } = openPool({ chat: 1 });
  const [first, second] = await Promise.all([pool.take('chat', never), pool.take('chat', never)]);
  assert.notEqual(first, second);
  assert.equal(started.length, 2);
  await settle();
  assert.equal(started.length, 3);
  assert.equal(await pool.take('chat', never), started[2]);
});

test('a run does not take over a start of the other shape', async () => {
  const { pool } = openPool({ chat: 1 });
  assert.match((await pool.take('agent', never)).name, /^agent/);
});

test('a start that fails fails the run that took it over, and the pool goes on later', async () => {
  const { pool, started, world } = openPool({ chat: 1 });
  world.startsDead = true;
  await assert.rejects(pool.take('chat', never), { code: 'cli_failed' });
  world.startsDead = false;
  assert.equal((await pool.take('chat', never)).isEnded, false);
  await settle();
  assert.equal(started.at(-1)?.isEnded, false);
});

test('an empty pool starts a process at once', async () => {
  const { pool, started } = openPool();
  const first = await pool.take('agent', never);
  const second = await pool.take('agent', never);
  assert.deepEqual([first.name, second.name], ['agent-0', 'agent-1']);
  await settle();
  assert.equal(started.length, 2);
});

test('a process that does not answer is ended and never handed out', async () => {
  const { pool, started } = openPool({ chat: 2 });
  await settle();
  const [dead, alive] = started as [FakeProcess, FakeProcess];
  dead.isAlive = false;
  assert.equal(await pool.take('chat', never), alive);
  assert.equal(dead.isEnded, true);
});

test('a process that has waited for an hour is ended and never handed out', async () => {
  const { pool, started, world } = openPool({ chat: 1 });
  await settle();
  world.nowMs = 3_600_000;
  const taken = await pool.take('chat', never);
  assert.notEqual(taken, started[0]);
  assert.equal(started[0]?.isEnded, true);
});

test('fails to hand out a process that cannot be started, and says why', async () => {
  const { pool, started, world } = openPool();
  world.startsDead = true;
  await assert.rejects(pool.take('chat', never), { code: 'cli_failed', message: /no library/ });
  assert.equal(started[0]?.isEnded, true);
});

test('when processes die at the start, it does not start one after the other', async () => {
  const { pool, started, world } = openPool({ chat: 1 });
  await settle();
  world.startsDead = true;
  await pool.take('chat', never);
  await settle();
  assert.equal(started.length, 2);
});

test('many that want a process are served in order, without starting all of them at once', async () => {
  const { pool, world } = openPool();
  const taken = await Promise.all(Array.from({ length: 10 }, () => pool.take('chat', never)));
  assert.deepEqual(
    taken.map(({ name }) => name),
    Array.from({ length: 10 }, (_, index) => `chat-${index}`),
  );
  assert.equal(world.mostStartsAtOnce, 2);
});

test('whoever has given up by then gets no process', async () => {
  const { pool, started } = openPool();
  const signal = AbortSignal.abort();
  const [one, two, three] = await Promise.allSettled([
    pool.take('chat', never),
    pool.take('chat', never),
    pool.take('chat', signal),
  ]);
  assert.deepEqual([one.status, two.status, three.status], ['fulfilled', 'fulfilled', 'rejected']);
  await settle();
  assert.equal(started.length, 2);
  await pool.take('chat', never);
});

test('closing it ends what nobody took, also what is being started', async () => {
  const { pool, started } = openPool({ chat: 1, agent: 1 });
  await settle();
  const taken = await pool.take('chat', never);
  await pool.close();
  await settle();
  assert.deepEqual(
    started.filter((process) => !process.isEnded),
    [taken],
  );
});

/** As where the pool is filled between two runs, and frozen in between. */
const WHEN_TOLD = { refillDelayMs: undefined };

const isAlive = ({ isEnded }: FakeProcess): boolean => !isEnded;

test('without a delay it is filled only when it is told to, and with what', async () => {
  const { pool, started } = openPool({ chat: 1, agent: 1 }, WHEN_TOLD);
  await settle();
  await pool.take('chat', never);
  await pool.take('agent', never);
  await settle();
  assert.equal(started.length, 2);
  await pool.fill(['agent']);
  assert.deepEqual(
    started.map(({ name }) => name),
    ['chat-0', 'agent-1', 'agent-2'],
  );
});

test('without a delay, a start under way gives way to a run that needs another shape', async () => {
  const { pool, started } = openPool({ chat: 1 }, WHEN_TOLD);
  const taken = await pool.take('agent', never);
  await settle();
  assert.deepEqual(started.filter(isAlive), [taken]);
});

test('draining it ends what nobody took, also what is being started, and it can be filled again', async () => {
  const { pool, started } = openPool({ chat: 2 }, WHEN_TOLD);
  await setImmediate();
  await pool.drain();
  assert.deepEqual(started.filter(isAlive), []);
  await pool.fill();
  assert.equal(started.filter(isAlive).length, 2);
  await pool.drain();
  assert.deepEqual(started.filter(isAlive), []);
});
