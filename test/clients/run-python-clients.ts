import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { DEFAULT_OPTIONS } from '#local/options.ts';
import { startLocal } from '#local/start-local.ts';

/** Runs the tests of the Python clients against the product, in front of the stand-in model; used by .ci/clients. */
const [, , python = 'python3'] = process.argv;

const dataDir = await mkdtemp(join(tmpdir(), 'clients-'));
const service = await startLocal({ ...DEFAULT_OPTIONS, port: 0, dataDir, quiet: true });
const { exitCode } = await execa(
  python,
  ['-m', 'unittest', 'discover', '--verbose', '--start-directory', 'test/clients'],
  {
    env: {
      HEADLESS_CLAUDE_URL: service.baseUrl,
      HEADLESS_CLAUDE_API_KEY: service.credentials.api_key,
      PYTHONDONTWRITEBYTECODE: '1',
      // None of them calls home.
      LANGSMITH_TRACING: 'false',
    },
    stdio: 'inherit',
    reject: false,
    timeout: 180_000,
  },
);
await service.close();
await rm(dataDir, { recursive: true });
process.exit(exitCode ?? 1);
