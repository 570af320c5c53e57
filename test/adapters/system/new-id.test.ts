import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TypeID } from 'typeid-js';
import { firstIdAt } from '#adapters/system/first-id-at.ts';
import { newId } from '#adapters/system/new-id.ts';

const moment = fc.integer({ min: 0, max: 2 ** 48 - 1 });

test('an id is a TypeID of a UUIDv7 of its moment', () => {
  const id = newId('prompt', 0x0123_4567_89ab);
  assert.match(id, /^prompt_[0-9a-hjkmnp-tv-z]{26}$/);
  assert.match(TypeID.fromString(id).toUUID(), /^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('ids of different moments sort as the moments do, and after the first id of their own', () => {
  fc.assert(
    fc.property(moment, moment, (a, b) => {
      assert.ok(firstIdAt('prompt', a) <= newId('prompt', a));
      if (a < b) assert.ok(newId('prompt', a) < firstIdAt('prompt', b));
    }),
  );
});

test('ids of one moment differ', () => {
  assert.equal(new Set(Array.from({ length: 1_000 }, () => newId('prompt', 1))).size, 1_000);
});

test('the first id of a moment out of range is the first or last there can be', () => {
  assert.equal(firstIdAt('prompt', -1), firstIdAt('prompt', 0));
  assert.equal(firstIdAt('prompt', 1e15), firstIdAt('prompt', 2 ** 48 - 1));
});
