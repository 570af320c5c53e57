import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { candidates } from '#cli/completion/candidates.ts';
import { createProgram } from '#cli/create-program.ts';

const program = createProgram({ ...process, environment: {} });
const complete = (...words: readonly string[]) => candidates(program, words);

describe('what may come next', () => {
  it('is a command, then a command of it', () => {
    assert.deepEqual(complete('us'), ['usage']);
    assert.deepEqual(complete('keys', 'r'), ['rename', 'rotate', 'revoke']);
    assert.deepEqual(complete('--deployment', 'prod', 'tok'), ['token']);
  });

  it('is an option, of the command or of all commands', () => {
    assert.deepEqual(complete('usage', '--g'), ['--group-by']);
    assert.ok(complete('keys', 'create', 'ci', '--').includes('--per-day'));
    assert.ok(complete('usage', '--').includes('--data-dir'));
  });

  it('is what an option may be, or nothing where that is free', () => {
    assert.deepEqual(complete('prompt', '--profile', ''), ['chat', 'agent']);
    assert.deepEqual(complete('usage', '--from', ''), []);
  });

  it('does not offer what only the scripts use', () => assert.ok(!complete('').includes('complete')));
});
