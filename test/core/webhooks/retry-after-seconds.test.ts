import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryAfterSeconds } from '#core/webhooks/retry-after-seconds.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 12);

const asked = (status: number, retryAfter?: string): number | undefined =>
  retryAfterSeconds({ kind: 'answered', status, ...(retryAfter !== undefined && { retryAfter }) }, NOW_MS);

test('429 and 503 may ask for seconds, or until a time', () => {
  for (const status of [429, 503]) {
    assert.equal(asked(status, '120'), 120);
    assert.equal(asked(status, ' 0 '), 0);
    assert.equal(asked(status, 'Sun, 22 Nov 2026 12:05:00 GMT'), 300);
    assert.equal(asked(status, 'Sun, 22 Nov 2026 11:00:00 GMT'), 0);
  }
});

test('what is no such time, or comes with another status, asks for nothing', () => {
  for (const text of [undefined, '', 'soon', '-5', '1e9', '99999999999999999999', 'Infinity']) {
    const seconds = asked(503, text);
    assert.ok(seconds === undefined || Number.isFinite(seconds), `${text}: ${seconds}`);
  }
  assert.equal(asked(503, 'soon'), undefined);
  assert.equal(asked(500, '120'), undefined);
  assert.equal(retryAfterSeconds({ kind: 'failed', error: 'x' }, NOW_MS), undefined);
});
