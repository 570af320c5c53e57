import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { execa } from 'execa';

/** A file of each layer → what it may import, and what not. */
const IMPORTS = {
  'lambda/core/runs/planted.ts': {
    allowed: './sibling.ts #core/clock.ts #core/errors/service-error.ts zod croner',
    refused:
      '../clock.ts ./sub/x.ts #adapters/x.ts #routes/x.ts #middleware/x.ts #runner/x.ts #lambda/routes.ts #lib/x.ts #local/x.ts #test/x.ts node:fs node:fs/promises @aws-sdk/client-s3 @middy/core execa',
  },
  'lambda/adapters/s3/planted.ts': {
    allowed: './sibling.ts #core/clock.ts #adapters/system/x.ts #lambda/table-schema.ts @aws-sdk/client-s3 node:fs',
    refused:
      '../x.ts #lambda/environment.ts #lambda/routes.ts #routes/x.ts #middleware/x.ts #runner/x.ts #lib/x.ts #local/x.ts #test/x.ts @middy/core aws-cdk-lib aws-cdk-lib/aws-s3',
  },
  'lambda/gate/planted.ts': {
    allowed:
      './sibling.ts #core/clock.ts #core/errors/service-error.ts #core/grants/grant.ts #core/models/model.ts #core/runs/runner.ts @smithy/core/checksum node:http zod',
    refused:
      '../x.ts #runner/x.ts #adapters/x.ts #core/auth/principal.ts #lambda/routes.ts #lib/x.ts #local/x.ts execa',
  },
  'lambda/runner/pool/planted.ts': {
    allowed:
      './sibling.ts #runner/x.ts #gate/x.ts #core/clock.ts #core/errors/service-error.ts #core/models/model.ts #core/runs/runner.ts @middy/core/StreamifyResponse execa node:fs node:fs/promises zod',
    refused:
      '../x.ts #adapters/x.ts #core/auth/principal.ts #core/prompts/prompt.ts #core/settings.ts #lambda/routes.ts #lib/x.ts #local/x.ts #test/x.ts @aws-sdk/client-s3 aws-cdk-lib',
  },
  'lambda/routes/planted.ts': {
    allowed: './sibling.ts #core/clock.ts #lambda/routes.ts #middleware/x.ts zod',
    refused: '../x.ts #adapters/x.ts #runner/x.ts #lib/x.ts #local/x.ts #test/x.ts @aws-sdk/client-s3 aws-cdk-lib',
  },
  'lambda/middleware/planted.ts': {
    allowed: './sibling.ts #core/clock.ts #routes/x.ts @middy/core',
    refused: '../x.ts #adapters/x.ts #runner/x.ts #lib/x.ts #local/x.ts #test/x.ts @aws-sdk/client-s3 aws-cdk-lib',
  },
  'lambda/planted.ts': {
    allowed: './routes.ts #core/clock.ts #adapters/x.ts #routes/x.ts #middleware/x.ts @middy/core',
    refused: './core/clock.ts #runner/x.ts #lib/x.ts #local/x.ts #test/x.ts aws-cdk-lib/aws-s3',
  },
  'lib/planted.ts': {
    allowed:
      './sibling.ts #core/errors/problem.ts #core/models/model.ts #core/settings.ts #lambda/environment.ts #lambda/routes.ts #lambda/table-schema.ts aws-cdk-lib',
    refused:
      '../x.ts #core/runs/runner.ts #lambda/api.ts #adapters/x.ts #routes/x.ts #runner/x.ts #local/x.ts #test/x.ts @aws-sdk/client-s3 @middy/core',
  },
  'bin/planted.ts': {
    allowed: '#lib/x.ts aws-cdk-lib',
    refused: '../lib/x.ts #core/runs/runner.ts #adapters/x.ts #local/x.ts @aws-sdk/client-s3',
  },
  'cli/planted.ts': {
    allowed:
      './sibling.ts #cli/http/x.ts #core/admin/key-json.ts #core/usage/usage-report.ts #local/main.ts #local/private-file.ts #package.json commander node:fs zod',
    refused:
      '../x.ts ./http/x.ts #core/auth/api-key.ts #core/settings.ts #adapters/x.ts #lambda/routes.ts #lib/x.ts #local/start-local.ts #test/x.ts @aws-sdk/client-s3 @middy/core aws-cdk-lib',
  },
  'local/planted.ts': {
    allowed: './sibling.ts #lambda/api.ts #runner/x.ts #adapters/x.ts @aws-sdk/client-s3 node:fs',
    refused: '../lambda/api.ts ./model/x.ts #lib/x.ts #test/x.ts #bench/x.ts aws-cdk-lib',
  },
  'test/planted.ts': {
    allowed: './sibling.ts #test/x.ts #lib/x.ts #runner/x.ts aws-cdk-lib',
    refused: '../local/main.ts ./fakes/x.ts',
  },
} as const;

const READ_ENVIRONMENT = 'export const home = process.env["HOME"];\n';
const PRINT = 'console.log("hello");\n';
const WAIT = 'const wait = async (): Promise<boolean> => true;\n';

/** A file that breaks a rule, the rule, and its source. */
const REFUSED: readonly (readonly [file: string, rule: string, source: string])[] = [
  ['lambda/core/fetches.ts', 'noRestrictedGlobals', 'export const answer = fetch("http://127.0.0.1");\n'],
  ['lambda/core/knows-its-process.ts', 'noRestrictedGlobals', 'export const id = process.pid;\n'],
  ['lambda/core/waits.ts', 'noRestrictedGlobals', 'setTimeout(() => {}, 1);\n'],
  ['lambda/core/repeats.ts', 'noRestrictedGlobals', 'setInterval(() => {}, 1);\n'],
  ['lambda/core/egg.ts', 'noImportCycles', "import { hen } from '#core/hen.ts';\nexport const egg = hen;\n"],
  ['lambda/core/hen.ts', 'noImportCycles', "import { egg } from './egg.ts';\nexport const hen = egg;\n"],
  ['lambda/adapters/reads-environment.ts', 'noProcessEnv', READ_ENVIRONMENT],
  ['lambda/runner/reads-environment.ts', 'noProcessEnv', READ_ENVIRONMENT],
  ['lambda/adapters/prints.ts', 'noConsole', PRINT],
  ['lambda/adapters/forgets-to-wait.ts', 'noFloatingPromises', `${WAIT}wait();\n`],
  ['lambda/adapters/asks-a-promise.ts', 'noMisusedPromises', `${WAIT}export const answer = wait() ? 1 : 2;\n`],
  ['lambda/routes/default-export.ts', 'noDefaultExport', 'export default 1;\n'],
  ['lambda/routes/barrel.ts', 'noBarrelFile', "export * from './default-export.ts';\n"],
  ['lambda/routes/camelCase.ts', 'useFilenamingConvention', 'export const one = 1;\n'],
];

/** A file of those that start things, and what it may do. */
const ALLOWED: readonly (readonly [file: string, source: string])[] = [
  ['lambda/starts.ts', READ_ENVIRONMENT],
  ['lambda/runner/handler.ts', READ_ENVIRONMENT],
  ['local/starts.ts', READ_ENVIRONMENT + PRINT],
  ['bench/starts.ts', READ_ENVIRONMENT + PRINT],
];

/** What the linter found in one place. */
interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string; readonly start: { readonly line: number } };
}

const specifiersOf = ({ allowed, refused }: { allowed: string; refused: string }): readonly string[] =>
  `${allowed} ${refused}`.split(' ');

/** Lints a copy of the configuration with all of the files above beside it. */
const lintPlantedFiles = async (folder: string): Promise<readonly Diagnostic[]> => {
  const planted = [
    ...Object.entries(IMPORTS).map(([file, rules]) => [
      file,
      specifiersOf(rules)
        .map((x) => `import '${x}';\n`)
        .join(''),
    ]),
    ...REFUSED.map(([file, , source]) => [file, source]),
    ...ALLOWED,
  ] as readonly (readonly [string, string])[];
  for (const [file, source] of planted) {
    await mkdir(join(folder, dirname(file)), { recursive: true });
    await writeFile(join(folder, file), source);
  }
  for (const file of ['biome.json', 'package.json', '.gitignore']) await cp(file, join(folder, file));
  const options = { cwd: folder, preferLocal: true, localDir: process.cwd(), reject: false } as const;
  const { stdout } = await execa('biome', ['lint', '--reporter=json', '--max-diagnostics=none'], options);
  return JSON.parse(stdout).diagnostics;
};

describe('the linter guards the layers', () => {
  let folder: string;
  let diagnostics: readonly Diagnostic[];
  const rulesBrokenBy = (file: string): readonly (string | undefined)[] =>
    diagnostics.filter(({ location }) => location.path === file).map(({ category }) => category.split('/').at(-1));

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'layers-'));
    diagnostics = await lintPlantedFiles(folder);
  });
  after(() => rm(folder, { recursive: true }));

  for (const [file, rules] of Object.entries(IMPORTS)) {
    test(`a file of ${dirname(file)}/ may import what its layer allows and nothing else`, () => {
      const lines = new Set(
        diagnostics
          .filter(({ category, location }) => category.endsWith('/noRestrictedImports') && location.path === file)
          .map(({ location }) => location.start.line),
      );
      const refused = specifiersOf(rules).filter((_, index) => lines.has(index + 1));
      assert.deepEqual(refused, rules.refused.split(' '));
    });
  }

  for (const [file, rule] of REFUSED) {
    test(`fails ${file}: ${rule}`, () => assert.ok(rulesBrokenBy(file).includes(rule)));
  }

  for (const [file] of ALLOWED) {
    test(`${file} may do what entry points must`, () => assert.deepEqual(rulesBrokenBy(file), []));
  }
});
