import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { IDLE_PROCESSES } from './container-processes.ts';
import { eventually } from './eventually.ts';
import { type OpenImage, openImage } from './open-image.ts';

/** How long Lambda lets an environment wait is not known; minutes are usual. */
const FREEZE_MS = Number(process.env['IMAGE_FREEZE_MS'] ?? 60_000);

const assertAnswers = async (test: TestContext, { run }: OpenImage): Promise<void> => {
  for (const profile of ['chat', 'agent'] as const) {
    const { end } = await run({ profile });
    assert.ok(end?.kind === 'result', JSON.stringify(end));
    test.diagnostic(`${profile}: first token after ${Math.round(end.result.timings.timeToFirstTokenMs ?? 0)} ms`);
  }
};

test(`environments frozen for ${FREEZE_MS / 1000} s answer when thawed`, async (t) => {
  // As Lambda does it: at once after the answer, which may be in the middle of the start of the next process.
  const hasty = await openImage(t);
  await assertAnswers(t, hasty);
  await hasty.container.processes.freeze();

  const waiting = await openImage(t);
  await assertAnswers(t, waiting);
  await eventually(
    () => waiting.container.processes.usage(),
    ({ processes }) => processes === IDLE_PROCESSES,
  );
  await waiting.container.processes.freeze();

  await sleep(FREEZE_MS);
  for (const image of [hasty, waiting]) {
    await image.container.processes.thaw();
    await assertAnswers(t, image);
  }
});
