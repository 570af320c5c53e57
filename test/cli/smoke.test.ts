import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, describe, it } from 'node:test';
import type { CheckResult } from '#cli/smoke/run-checks.ts';
import { temporaryFolder } from '#test/local/temporary-folder.ts';
import { openProduct } from '#test/product/open-product.ts';
import { openCommandLine } from './command-line.ts';
import { freePort } from './free-port.ts';

const dataDir = await temporaryFolder({ after });
// A cold start would take so much of a stream's time that all of it seems to come at once.
await openProduct({ after }, { dataDir, poolChatSize: 1, poolAgentSize: 1 });
// In a process of its own: what times a stream must not share one with what sends it.
const { runProgram } = await openCommandLine({ after });

describe('smoke', () => {
  it('passes against local mode, with nothing skipped but TLS', async () => {
    const { exitCode, stdout, stderr } = await runProgram(['--data-dir', dataDir, 'smoke', '--json']);
    assert.equal(exitCode, 0, `${stdout}${stderr}`);
    const results = JSON.parse(stdout) as readonly CheckResult[];
    assert.deepEqual(
      results.filter(({ outcome }) => outcome !== 'passed').map(({ name, outcome }) => [name, outcome]),
      [['is reached by TLS', 'skipped']],
    );
    assert.ok(results.length > 30);
  });

  it('fails against what answers everything with 200, and skips what an API key alone cannot see', async (t) => {
    const port = await freePort();
    const impostor = createServer((_incoming, response) => response.end('{}')).listen(port, '127.0.0.1');
    t.after(() => impostor.close());
    const { exitCode, stdout, stderr } = await runProgram(['smoke', `http://127.0.0.1:${port}`], {
      environment: { HEADLESS_CLAUDE_API_KEY: 'hck_x' },
    });
    assert.equal(exitCode, 1);
    assert.match(stderr, /^error: \d+ of \d+ checks failed\.$/m);
    assert.match(stdout, /^- +lets an administrator in +\d+ +there is no token with the admin scope$/m);
    assert.match(stdout, /^✖ +refuses callers without a credential .*status 200, not 401/m);
  });
});
