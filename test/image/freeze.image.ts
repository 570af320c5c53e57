import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { IDLE_PROCESSES } from './container-processes.ts';
import { type OpenImage, openImage } from './open-image.ts';

/** How long Lambda lets an environment wait is not known; minutes are usual. */
const FREEZE_MS = Number(process.env['IMAGE_FREEZE_MS'] ?? 60_000);

const assertAnswers = async (test: TestContext, { container, run }: OpenImage): Promise<void> => {
  for (const profile of ['chat', 'agent'] as const) {
    const { end } = await run({ profile });
    await container.idle();
    assert.ok(end?.kind === 'result', JSON.stringify(end));
    test.diagnostic(`${profile}: first token after ${Math.round(end.result.timings.timeToFirstTokenMs ?? 0)} ms`);
  }
};

test(`an environment is ready when it is frozen, and answers when it is thawed after ${FREEZE_MS / 1000} s`, async (t) => {
  const image = await openImage(t);
  const { processes } = image.container;
  await assertAnswers(t, image);
  await processes.freeze();
  const before = await processes.ids();
  assert.equal(before.length, IDLE_PROCESSES);

  await sleep(FREEZE_MS);
  await processes.thaw();
  const { end } = await image.run({ profile: 'chat' });
  assert.ok(end?.kind === 'result', JSON.stringify(end));
  // The one that waited has answered, and is gone: the other three are the same.
  await image.container.idle();
  const after = await processes.ids();
  assert.equal(after.filter((id) => before.includes(id)).length, IDLE_PROCESSES - 1);
  await assertAnswers(t, image);
});
