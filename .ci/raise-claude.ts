/**
 * Sets the version of Claude Code, in package.json and for the image in docker/claude, and completes both lockfiles.
 *
 * Usage: `npm run raise-claude -- 2.1.330`
 */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import process from 'node:process';

const PACKAGE = '@anthropic-ai/claude-code';
const FOLDERS = ['.', 'docker/claude'];
const OPTIONS = [
  '--save-exact',
  '--package-lock-only',
  '--ignore-scripts',
  '--omit-lockfile-registry-resolved',
  '--no-audit',
  '--no-fund',
];

const [version = ''] = process.argv.slice(2);
if (!/^\d+\.\d+\.\d+$/.test(version)) {
  console.error(`expected a version such as 2.1.330, got "${version}"; use: npm run raise-claude -- <version>`);
  process.exit(1);
}

const completeLockfile = resolve('.ci/complete-lockfile.ts');
for (const cwd of FOLDERS) {
  execFileSync('npm', ['install', `${PACKAGE}@${version}`, ...OPTIONS], { cwd, stdio: 'inherit' });
  execFileSync(process.execPath, [completeLockfile], { cwd, stdio: 'inherit' });
}
console.log(`Claude Code is now ${version}. Next:
  npm ci
  npm test     # test/runner/contract tries every undocumented behaviour of the CLI that we rely on
  .ci/image    # the same in the image`);
