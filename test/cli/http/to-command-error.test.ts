import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toCommandError } from '#cli/http/to-command-error.ts';

const answer = (status: number, body: unknown): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'request-id': 'r-1' } });

describe('an answer that tells of an error', () => {
  it('says what was wrong, what to do, and the request’s id', async () => {
    const error = await toCommandError(answer(402, { detail: 'The budget is used up.', code: 'budget_exceeded' }));
    assert.equal(error.message, 'The budget is used up.');
    assert.match(error.hint ?? '', /headless-claude limits/);
    assert.equal(error.requestId, 'r-1');
    assert.equal(error.exitCode, 4);
  });

  it('names each field, unless it has said so already', async () => {
    const errors = [
      { pointer: '/name', message: 'too long' },
      { pointer: '/tier', message: 'no such tier' },
    ];
    const error = await toCommandError(
      answer(400, { detail: 'The body is not valid. name: too long', code: 'invalid_request', errors }),
    );
    assert.equal(error.hint, '/tier: no such tier');
    assert.equal(error.exitCode, 2);
  });

  it('is read in the words of other vendors’ APIs, too', async () => {
    const details = { error_code: 'not_found', source: 'gateway' };
    const error = await toCommandError(answer(404, { type: 'error', error: { message: 'No batch.', details } }));
    assert.deepEqual([error.message, error.exitCode], ['No batch.', 5]);
  });

  it('is told from one of something else at that address', async () => {
    const error = await toCommandError(answer(404, '<html>not here</html>'));
    assert.match(error.message, /status 404, and not in its own words/);
    assert.equal(error.exitCode, 2);
  });

  const codes = [
    [401, 3],
    [403, 3],
    [429, 4],
    [404, 5],
    [503, 6],
    [529, 6],
    [500, 1],
    [409, 1],
  ] as const;
  for (const [status, exitCode] of codes) {
    it(`ends the command with ${exitCode} for ${status}`, async () => {
      assert.equal((await toCommandError(answer(status, { detail: 'x', code: 'y' }))).exitCode, exitCode);
    });
  }
});
