import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Contract, openContract, userTexts } from './open-contract.ts';

let contract: Contract;
before(async () => {
  contract = await openContract();
});
after(() => contract.close());

/** What Claude Code means something by, or may trip over. */
const TEXTS = [
  '/cost',
  '/compact',
  '/clear now',
  '/unknown x',
  '@/etc/hostname',
  'see @./file and @/etc/passwd',
  '!ls',
  '# remember this',
  '-v',
  '--help',
  ' /cost',
  '\n\n/cost\n',
  'ultrathink',
  'two\u2028lines, \u0000 and \u{1f600}',
] as const;

for (const profile of ['chat', 'agent'] as const) {
  // Two at a time: starting the CLI takes longer than the run.
  describe(`in the ${profile} profile the model is given as it is, by one call,`, { concurrency: 2 }, () => {
    for (const text of TEXTS) {
      test(JSON.stringify(text), async () => {
        const { sessionId, stopReason } = await contract.result({ profile, prompt: text });
        const calls = contract.callsOf(sessionId);
        assert.equal(calls.length, 1);
        assert.deepEqual(calls.flatMap(userTexts), [text]);
        assert.equal(stopReason, 'end_turn');
      });
    }
  });
}

test('so it is in the system prompt', async () => {
  const system = '/cost @/etc/hostname';
  const { sessionId } = await contract.result({ system });
  assert.equal(contract.callsOf(sessionId)[0]?.body.system.at(-1)?.text, system);
});
