import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { execa } from 'execa';
import { COMPLETION_SCRIPTS, type Shell } from '#cli/completion/scripts.ts';
import { BIN } from '#test/cli/command-line.ts';
import { temporaryFolder } from '#test/local/temporary-folder.ts';

const hasShell = async (shell: Shell): Promise<boolean> =>
  !(await execa(shell, ['-c', 'true'], { reject: false })).failed;

describe('completion scripts', () => {
  for (const [shell, script] of Object.entries(COMPLETION_SCRIPTS) as [Shell, string][]) {
    it(`can be read by ${shell}`, async (t) => {
      if (!(await hasShell(shell))) return t.skip(`there is no ${shell}`);
      await execa(shell, ['-n'], { input: script });
    });
  }

  it('complete in bash what the program says', async (t) => {
    const folder = await temporaryFolder(t);
    await symlink(BIN, join(folder, 'headless-claude'));
    // biome-ignore lint/suspicious/noTemplateCurlyInString: bash replaces it
    const typed = 'COMP_WORDS=(headless-claude keys ro) COMP_CWORD=2; _headless_claude; echo "${COMPREPLY[@]}"';
    const PATH = `${folder}:${process.env['PATH']}`;
    const { stdout } = await execa('bash', ['-c', `${COMPLETION_SCRIPTS.bash}\n${typed}`], { env: { PATH } });
    assert.equal(stdout, 'rotate');
  });
});
