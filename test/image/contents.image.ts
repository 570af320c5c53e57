import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { execa } from 'execa';
import { z } from 'zod';
import manifest from '#package.json' with { type: 'json' };
import { type ImageFile, imageFiles } from './image-files.ts';
import { requiredVariable } from './required-variable.ts';

const image = requiredVariable('IMAGE');
const MAX_SIZE_MB = 700;

const Inspected = z.tuple([z.object({ Size: z.number(), Config: z.object({ Env: z.array(z.string()) }) })]);

let files: readonly ImageFile[] = [];
before(async () => {
  files = await imageFiles(image);
});

const pathsWhere = (accept: (file: ImageFile) => boolean): readonly string[] =>
  files.filter(accept).map(({ path }) => path);

const inspect = async () => {
  const { stdout } = await execa('podman', ['image', 'inspect', image]);
  return Inspected.parse(JSON.parse(stdout))[0];
};

const versionOf = async (program: string): Promise<string> => {
  const limits = ['--rm', '--network=none', '--read-only', '--user=993:990'];
  const { stdout } = await execa('podman', ['run', ...limits, '--entrypoint', program, image, '--version']);
  return stdout;
};

test('it has the versions that package.json names', async () => {
  const { dependencies, devDependencies } = manifest;
  const claude = `${dependencies['@anthropic-ai/claude-code']} (Claude Code)`;
  assert.equal(await versionOf('/opt/claude/claude'), claude);
  assert.equal(await versionOf('node'), `v${devDependencies.node}`);
});

test('nothing with which it was built is in it', () => {
  const caches = /^\/(var\/lib\/apt\/lists|var\/cache\/apt|var\/log|root\/\.\w+|tmp|build|usr\/include)\//;
  const tools = /\/(npm|node_modules|g\+\+|make)$/;
  assert.ok(files.length > 1000, 'the image was looked into');
  assert.deepEqual(
    pathsWhere(({ path, type }) => tools.test(path) || (type === 'f' && caches.test(path))),
    [],
  );
});

test('no secret is in it, nor a certificate of where it was built', async () => {
  const { Config } = await inspect();
  const variables = Config.Env.map((entry) => entry.replace(/=.*/s, '')).sort();
  assert.deepEqual(variables, ['CLAUDE_PATH', 'HOME', 'LAMBDA_TASK_ROOT', 'PATH']);
  const secrets = /\/(\.npmrc|\.netrc|\.env|\.git|\.git-credentials|\.aws|id_\w+|credentials|extra-ca\.pem)$/;
  assert.deepEqual(
    pathsWhere(({ path }) => secrets.test(path)),
    [],
  );
});

/** They hold secrets as they run: what may not be read cannot be looked into either. */
const GUARDED = ['/opt/claude/claude', '/usr/bin/tini', '/usr/local/bin/node'];

test('whoever runs it can run, but not read, what holds a secret as it runs', () => {
  assert.deepEqual(pathsWhere(({ type, mode }) => type === 'f' && mode === 0o711).toSorted(), GUARDED);
});

test('whoever runs it can read all else that is ours', () => {
  const ours = /^\/($|(entrypoint|claude)\.sh$|var\/task|opt|usr)/;
  const isReadable = ({ type, mode }: ImageFile): boolean => (mode & 0o004) > 0 && (type === 'f' || (mode & 0o001) > 0);
  assert.deepEqual(
    pathsWhere((file) => ours.test(file.path) && !GUARDED.includes(file.path) && !isReadable(file)),
    [],
  );
});

test('no program in it runs as somebody else than its caller', () => {
  assert.deepEqual(
    pathsWhere(({ type, mode }) => type === 'f' && (mode & 0o6000) > 0),
    [],
  );
});

test(`it is not larger than ${MAX_SIZE_MB} MB`, async (t) => {
  const sizeMb = (await inspect()).Size / 1_000_000;
  t.diagnostic(`${Math.round(sizeMb)} MB`);
  assert.ok(sizeMb <= MAX_SIZE_MB);
});
