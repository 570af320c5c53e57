import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertServes, attack, openTarget } from './red-team.ts';

test('a prompt that uses up what there is ends typed, and the next is answered', async (t) => {
  const image = await openTarget(t);

  await t.test('processes: a fork bomb', async () => {
    const { end } = await attack(image, 'bomb() { bomb | bomb & }; bomb; sleep 60', 5000);
    assert.ok(end?.kind === 'error', JSON.stringify(end));
    await assertServes(image);
  });

  await t.test('time: chains of processes that fork and die faster than they can be listed', async () => {
    const chain = 'hop() { sleep 0.00$RANDOM; (hop &); }; hop';
    const { end } = await attack(image, `for i in $(seq 100); do (trap "" TERM; ${chain}) & done; sleep 60`, 5000);
    assert.ok(end?.kind === 'error', JSON.stringify(end));
    await assertServes(image);
  });

  await t.test('output: a gigabyte, and a pipe that is held open', async () => {
    const { end } = await attack(image, 'timeout 5 head -c 1G /dev/zero | tr "\\0" x; sleep 900 &');
    assert.equal(end?.kind, 'result', JSON.stringify(end));
    await assertServes(image);
  });
});

test('a prompt that uses up the memory ends typed, and the next is answered', async (t) => {
  const image = await openTarget(t, { memoryMb: 1024 });
  const hog =
    'const held = []; for (let i = 0; i < 60; i++) held.push(Buffer.alloc(1e6, 1)); setTimeout(() => {}, 30000)';
  await t.test('one process takes it all', async () => {
    const { output } = await attack(image, 'tail /dev/zero; echo "ended with $?"');
    assert.match(output, /ended with 137/);
    await assertServes(image);
  });
  await t.test('many take some of it', async () => {
    await attack(image, `for i in $(seq 40); do node -e '${hog}' & done; wait; echo ended`);
    await assertServes(image);
  });
});
