import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { claudePath } from '#runner/claude/claude-path.ts';
import type { Contestant } from './contestant.ts';
import { readFirstToken } from './read-first-token.ts';

/** What a wrapper does: one `claude -p` per prompt, of the same version, in a home of its own. */
export const plainSpawn = (modelUrl: string, model: string): Contestant => ({
  name: '`claude -p` per prompt',
  ask: async (prompt) => {
    const home = await mkdtemp(join(tmpdir(), 'bench-spawn-'));
    const startedAtMs = performance.now();
    const child = execa(
      claudePath(process.env['CLAUDE_PATH']),
      [
        ...['--dangerously-skip-permissions', '-p', prompt, '--model', model, '--verbose'],
        ...['--output-format', 'stream-json', '--include-partial-messages'],
      ],
      {
        cwd: home,
        extendEnv: false,
        buffer: false,
        stdin: 'ignore',
        env: {
          PATH: '/usr/local/bin:/usr/bin:/bin',
          HOME: home,
          CLAUDE_CONFIG_DIR: join(home, 'config'),
          CLAUDE_CODE_TMPDIR: home,
          ANTHROPIC_BASE_URL: modelUrl,
          ANTHROPIC_API_KEY: 'bench',
          CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
          DISABLE_AUTOUPDATER: '1',
          ...(process.getuid?.() === 0 && { IS_SANDBOX: '1' }),
        },
      },
    );
    const timing = await readFirstToken(child.stdout, 'text_delta', startedAtMs);
    await child;
    await rm(home, { recursive: true, force: true });
    return timing;
  },
});
