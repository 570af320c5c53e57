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
  '#note',
  '-v',
  '--help',
  ' /cost',
  ' @/etc/hostname',
  '\n\n/cost\n',
  'ultrathink',
  'two\u2028lines, \u0000 and \u{1f600}',
] as const;

/** A command, what looks like one, a file to be put in, and a shell command. */
const ALONE = ['/cost', '/unknown x', '@/etc/hostname', '!ls'] as const;

// Each text is replaced by the same placeholder, whichever it is (test/gate/compose-call.test.ts).
describe('the model is given as it is, by one call,', { concurrency: 2 }, () => {
  for (const profile of ['chat', 'agent'] as const) {
    const isGiven = async (texts: readonly string[]) => {
      const messages = texts.map((text) => ({ role: 'user' as const, content: [{ type: 'text' as const, text }] }));
      const { sessionId, stopReason } = await contract.result({ profile, messages });
      const calls = contract.callsOf(sessionId);
      assert.equal(calls.length, 1);
      assert.deepEqual(calls.flatMap(userTexts), texts);
      assert.equal(stopReason, 'end_turn');
    };

    for (const text of ALONE) test(`a prompt (${profile}): ${JSON.stringify(text)}`, () => isGiven([text]));
    test(`whatever was said in a conversation (${profile})`, () => isGiven(TEXTS));
  }
});

test('so it is in the system prompt', async () => {
  const system = '/cost @/etc/hostname';
  const { sessionId } = await contract.result({ system });
  assert.equal(contract.callsOf(sessionId)[0]?.body.system.at(-1)?.text, system);
});
