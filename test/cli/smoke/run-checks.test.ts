import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CheckFailed, CheckSkipped } from '#cli/smoke/check.ts';
import { createDeployed } from '#cli/smoke/deployed.ts';
import { runChecks } from '#cli/smoke/run-checks.ts';
import { freePort } from '#test/cli/free-port.ts';

const deployed = createDeployed({
  ...{ url: `http://127.0.0.1:${await freePort()}`, model: 'haiku', apiKey: 'k', accessToken: undefined },
  ...{ mayAdminister: false, credential: 'k', clock: () => 0 },
});

describe('checks', () => {
  it('are all run, whatever becomes of one', async () => {
    const failing = (error: Error) => async () => {
      throw error;
    };
    const results = await Array.fromAsync(
      runChecks(
        [
          { name: 'passes', run: async () => 'seen' },
          { name: 'fails', run: failing(new CheckFailed('wrong')) },
          { name: 'is skipped', run: failing(new CheckSkipped('no key')) },
          { name: 'cannot read the answer', run: failing(new TypeError('no such member')) },
          { name: 'cannot reach it', run: async ({ call }) => (await call('GET', '/')).text },
        ],
        deployed,
      ),
    );
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['passed', 'failed', 'skipped', 'failed', 'failed'],
    );
    assert.match(results[4]?.detail ?? '', /cannot be reached: ECONNREFUSED/);
  });
});
