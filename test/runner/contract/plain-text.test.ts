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

// Two at a time: starting the CLI takes longer than the run.
describe('the model is given as it is, by one call,', { concurrency: 2 }, () => {
  for (const text of TEXTS) {
    test(`a prompt of an agent: ${JSON.stringify(text)}`, async () => {
      const { sessionId, stopReason } = await contract.result({ profile: 'agent', prompt: text });
      const calls = contract.callsOf(sessionId);
      assert.equal(calls.length, 1);
      assert.deepEqual(calls.flatMap(userTexts), [text]);
      assert.equal(stopReason, 'end_turn');
    });
  }

  // Each text is replaced by the same placeholder (test/gate/compose-call.test.ts), so that one run may stand for all.
  for (const profile of ['chat', 'agent'] as const) {
    test(`what was said in a conversation (${profile})`, async () => {
      const messages = TEXTS.map((text) => ({ role: 'user' as const, content: [{ type: 'text' as const, text }] }));
      const { sessionId, stopReason } = await contract.result({ profile, messages });
      const calls = contract.callsOf(sessionId);
      assert.equal(calls.length, 1);
      assert.deepEqual(calls.flatMap(userTexts), TEXTS);
      assert.equal(stopReason, 'end_turn');
    });
  }
});

test('so it is with a prompt of a chat', async () => {
  const { sessionId } = await contract.result({ profile: 'chat', prompt: '/cost' });
  const calls = contract.callsOf(sessionId);
  assert.deepEqual([calls.length, calls.flatMap(userTexts)], [1, ['/cost']]);
});

test('so it is in the system prompt', async () => {
  const system = '/cost @/etc/hostname';
  const { sessionId } = await contract.result({ system });
  assert.equal(contract.callsOf(sessionId)[0]?.body.system.at(-1)?.text, system);
});
