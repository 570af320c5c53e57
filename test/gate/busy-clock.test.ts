import assert from 'node:assert/strict';
import test from 'node:test';
import { createBusyClock } from '#gate/busy-clock.ts';

test('time in which several things go on counts once, time in which nothing does not count', () => {
  let nowMs = 0;
  const clock = createBusyClock(() => nowMs);
  const at = (timeMs: number, act: () => void): void => {
    nowMs = timeMs;
    act();
  };
  at(100, clock.start);
  at(120, clock.start);
  at(130, clock.stop);
  at(150, clock.stop);
  at(500, clock.start);
  nowMs = 507;
  assert.equal(clock.elapsedMs(), 57);
  at(510, clock.stop);
  nowMs = 900;
  assert.equal(clock.elapsedMs(), 60);
});
