import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '#core/runs/run-event.ts';
import { createEnvironmentUpkeep } from '#runner/environment-upkeep.ts';

const TEXT: RunEvent = { kind: 'text', text: 'Hello' };
const STARTED: RunEvent = { kind: 'started', sessionId: '1', model: 'haiku' };

/** An upkeep, and what it has done, in order. */
const openUpkeep = (clean = async (): Promise<void> => {}) => {
  const done: string[] = [];
  const upkeep = createEnvironmentUpkeep({
    pool: {
      async fill(profiles = []) {
        done.push(`fill ${[...profiles].join(' ')}`);
      },
      async drain() {
        done.push('drain');
      },
    },
    async clean() {
      done.push('clean');
      await clean();
    },
  });
  /** What it has done since it was asked last. */
  const doneSince = (): readonly string[] => done.splice(0);
  return { upkeep, doneSince };
};

test('a new environment starts what the run that waits for it probably wants', () => {
  const { doneSince } = openUpkeep();
  assert.deepEqual(doneSince(), ['fill agent']);
});

test('a chat leaves waiting processes alone, and the next one is started from its first token on, once', async () => {
  const { upkeep, doneSince } = openUpkeep();
  doneSince();
  upkeep.begin('chat');
  upkeep.notice(STARTED);
  assert.deepEqual(doneSince(), []);
  upkeep.notice(TEXT);
  upkeep.notice(TEXT);
  assert.deepEqual(doneSince(), ['fill chat']);
  await upkeep.settle();
  assert.deepEqual(doneSince(), ['fill chat']);
});

test('after an agent, whose commands may have changed any process, none is left, and then new ones are started', async () => {
  const { upkeep, doneSince } = openUpkeep();
  doneSince();
  upkeep.begin('agent');
  upkeep.notice(TEXT);
  assert.deepEqual(doneSince(), []);
  await upkeep.settle();
  assert.deepEqual(doneSince(), ['drain', 'clean', 'fill agent']);
});

test('processes wait for every profile that was asked for before', async () => {
  const { upkeep, doneSince } = openUpkeep();
  upkeep.begin('agent');
  await upkeep.settle();
  upkeep.begin('chat');
  doneSince();
  await upkeep.settle();
  assert.deepEqual(doneSince(), ['fill agent chat']);
});

test('fails where the environment cannot be cleaned, as long as it is not, and starts nothing', async () => {
  let isStuck = true;
  const { upkeep, doneSince } = openUpkeep(async () => {
    if (isStuck) throw new Error('a process is left');
  });
  upkeep.begin('agent');
  doneSince();
  await assert.rejects(upkeep.settle(), /a process is left/);
  await assert.rejects(upkeep.settle(), /a process is left/);
  assert.deepEqual(doneSince(), ['drain', 'clean', 'drain', 'clean']);
  isStuck = false;
  await upkeep.settle();
  assert.deepEqual(doneSince(), ['drain', 'clean', 'fill agent']);
});
