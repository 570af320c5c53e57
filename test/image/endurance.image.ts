import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IDLE_PROCESSES } from './container-processes.ts';
import { openImage } from './open-image.ts';

const PROMPTS = Number(process.env['IMAGE_PROMPTS'] ?? 200);
/** Until then Node compiles, and fills its caches. */
const WARM_UP = Math.ceil(PROMPTS / 5);

/** V8 lets its heap grow by some 40 MB before it collects: this bounds a leak, not that. */
const MAX_MB_PER_PROMPT = 0.5;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

test(`${PROMPTS} prompts in one environment leave nothing behind`, async (t) => {
  // With the memory of two CPUs, which halves the time that it takes.
  const { container, run } = await openImage(t, { memoryMb: 3538 });
  const overheads: number[] = [];

  const prompt = async (index: number): Promise<void> => {
    const profile = index % 2 === 0 ? 'chat' : 'agent';
    const { end } = await run({ profile, prompt: `[[bash: echo ${index} > file; setsid sleep 600 & cat file]]` });
    assert.ok(end?.kind === 'result', JSON.stringify(end));
    overheads.push(end.result.timings.overheadMs);
    await container.idle();
  };
  for (let index = 0; index < WARM_UP; index += 1) await prompt(index);
  const before = await container.processes.usage();
  for (let index = WARM_UP; index < PROMPTS; index += 1) await prompt(index);
  const after = await container.processes.usage();

  t.diagnostic(`after ${WARM_UP} prompts: ${JSON.stringify(before)}`);
  t.diagnostic(`after ${PROMPTS} prompts: ${JSON.stringify(after)}`);
  t.diagnostic(`median overhead: ${Math.round(median(overheads))} ms`);
  assert.deepEqual([before.processes, after.processes], [IDLE_PROCESSES, IDLE_PROCESSES]);
  assert.equal(after.tmpEntries, before.tmpEntries);
  assert.ok(after.descriptors - before.descriptors <= 5);
  assert.ok(after.tmpMb - before.tmpMb < 1);
  const grownMb = after.runtimeMemoryMb - before.runtimeMemoryMb;
  assert.ok(grownMb < MAX_MB_PER_PROMPT * (PROMPTS - WARM_UP), `the runtime has grown by ${grownMb} MB`);
});
