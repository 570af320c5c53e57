import assert from 'node:assert/strict';
import { platform } from 'node:os';
import { test } from 'node:test';
import { assertSameCondition, runtimeCondition } from '#runner/isolation/runtime-condition.ts';

const skip = platform() !== 'linux' && 'only Linux has /proc';

test('a process that nobody touches stays as it is', { skip }, () => {
  const condition = runtimeCondition();
  assert.match(condition['limits'] ?? '', /Max open files/);
  assert.match(condition['scheduling'] ?? '', /^\d+ -?\d+ \d+ \d+ Cpus_allowed_list:/);
  assertSameCondition(condition, runtimeCondition());
});

test('fails with what has changed', () => {
  const before = { limits: 'a', scheduling: 'b' };
  assert.throws(() => assertSameCondition(before, { ...before, limits: 'c' }), /the runtime's limits$/);
});
