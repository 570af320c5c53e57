import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ServiceError } from '#core/errors/service-error.ts';
import { MAX_WAIT_SECONDS, readPrefer } from '#core/http/prefer.ts';

for (const [header, waitSeconds, applied] of [
  ['respond-async', 0, 'respond-async'],
  ['Respond-Async', 0, 'respond-async'],
  ['wait=10', 10, 'wait=10'],
  [' WAIT = "10" ', 10, 'wait=10'],
  ['wait=0', 0, 'wait=0'],
  ['wait=007', 7, 'wait=7'],
  ['wait=26', MAX_WAIT_SECONDS, `wait=${MAX_WAIT_SECONDS}`],
  ['wait=999999999', MAX_WAIT_SECONDS, `wait=${MAX_WAIT_SECONDS}`],
  ['respond-async, wait=5', 5, 'wait=5'],
  ['wait=5,respond-async', 5, 'wait=5'],
  ['return=minimal, wait=5; x=y', 5, 'wait=5'],
  ['respond-async; x="y"', 0, 'respond-async'],
  ['wait=3, wait=9', 3, 'wait=3'],
  [', ,respond-async,', 0, 'respond-async'],
] as const) {
  test(`Prefer: ${header} is honoured as ${applied}`, () => {
    assert.deepEqual(readPrefer(header), { waitSeconds, applied });
  });
}

for (const header of [
  undefined,
  '',
  ',',
  'return=minimal',
  'handling=lenient',
  'waiting=5',
  'respond-asynchronously',
]) {
  test(`Prefer: ${header} is nothing that we know, and so ignored`, () => {
    assert.equal(readPrefer(header), undefined);
  });
}

for (const header of ['wait', 'wait=', 'wait=soon', 'wait=-1', 'wait=1.5', 'wait=1e3', 'wait=9999999999', 'wait=١']) {
  test(`fails for Prefer: ${header}, and says what it needs`, () => {
    assert.throws(() => readPrefer(header), { code: 'invalid_request', message: /whole number of seconds/ });
  });
}

test('whatever is preferred, it is honoured, ignored or refused', () => {
  const word = fc.constantFrom('wait', 'respond-async', 'return', '=', ';', ',', '"', ' ', '5', '60', '\t');
  const header = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(word).map((words) => words.join('')),
  );
  fc.assert(
    fc.property(header, (text) => {
      try {
        const { waitSeconds, applied } = readPrefer(text) ?? { waitSeconds: 0, applied: 'respond-async' };
        assert.ok(Number.isInteger(waitSeconds) && waitSeconds >= 0 && waitSeconds <= MAX_WAIT_SECONDS);
        // What is repeated is itself honoured so, and fit for a header.
        assert.deepEqual(readPrefer(applied), { waitSeconds, applied });
      } catch (error) {
        assert.ok(error instanceof ServiceError, String(error));
      }
    }),
    { numRuns: 500 },
  );
});
