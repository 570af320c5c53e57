import type { Command } from 'commander';
import { CommandError } from '#cli/command-error.ts';
import { findTarget, type TargetOptions } from '#cli/deployments/find-target.ts';
import type { Target } from '#cli/deployments/target.ts';
import { accessTokenOf } from '#cli/oauth/access-token-of.ts';
import { mayAdminister } from '#cli/oauth/may-administer.ts';
import { table } from '#cli/output/table.ts';
import { showWaiting } from '#cli/output/waiting.ts';
import { ADMIN_CHECKS } from '#cli/smoke/admin-checks.ts';
import { CALLER_CHECKS } from '#cli/smoke/caller-checks.ts';
import { createDeployed, type Deployed } from '#cli/smoke/deployed.ts';
import { DIALECT_CHECKS } from '#cli/smoke/dialect-checks.ts';
import { FRONT_DOOR_CHECKS } from '#cli/smoke/front-door-checks.ts';
import { PROMPT_CHECKS } from '#cli/smoke/prompt-checks.ts';
import { type CheckResult, runChecks } from '#cli/smoke/run-checks.ts';
import type { Terminal } from '#cli/terminal.ts';
import { examples } from './examples.ts';
import { type JsonOption, show } from './show.ts';

const CHECKS = [...FRONT_DOOR_CHECKS, ...CALLER_CHECKS, ...PROMPT_CHECKS, ...DIALECT_CHECKS, ...ADMIN_CHECKS];

const MARKS: Readonly<Record<CheckResult['outcome'], string>> = { passed: '✔', failed: '✖', skipped: '-' };

interface SmokeOptions extends JsonOption, TargetOptions {
  readonly model: string;
}

const resultTable = (results: readonly CheckResult[]): string =>
  table(
    [{ title: '' }, { title: 'CHECK' }, { title: 'MS', align: 'right' }, { title: 'SEEN' }],
    results.map(({ name, outcome, detail, tookMs }) => [MARKS[outcome], name, String(tookMs), detail]),
  );

/** `smoke`: checks a running deployment from outside. */
export const addSmoke = (program: Command, terminal: Terminal): void => {
  program
    .command('smoke')
    .description('check a running deployment from outside; some 20 short prompts, for a few cents')
    .argument('[url]', 'the deployment, instead of --url')
    .option('--model <model>', 'model of all prompts but that of /api/claude', 'haiku')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('smoke', 'smoke https://abc.execute-api.eu-central-1.amazonaws.com/prod/'))
    .addHelpText(
      'after',
      'With a login of an administrator it also makes a tenant and a key, and takes them away again.',
    )
    .action(async (url: string | undefined, _options: object, command: Command) => {
      const options: SmokeOptions = command.optsWithGlobals();
      const target = await findTarget(url === undefined ? options : { url }, terminal);
      const deployed = await openDeployed(target, options.model);
      const results = await collect(deployed, terminal);
      show(terminal, options, results, resultTable);
      const failed = results.filter(({ outcome }) => outcome === 'failed');
      if (failed.length > 0) throw new CommandError(`${failed.length} of ${results.length} checks failed.`);
    });
};

/** @throws CommandError if there is no credential at all. */
const openDeployed = async (target: Target, model: string): Promise<Deployed> => {
  const { url, api_key: apiKey } = target;
  const hasToken = target.accessToken !== undefined || target.oauth !== undefined || apiKey === undefined;
  const accessToken = hasToken ? await accessTokenOf(target) : undefined;
  return createDeployed({
    ...{ url, model, apiKey, accessToken },
    mayAdminister: accessToken !== undefined && mayAdminister(accessToken),
    clock: () => performance.now(),
    credential: apiKey ?? accessToken ?? '',
  });
};

const collect = async (deployed: Deployed, terminal: Terminal): Promise<readonly CheckResult[]> => {
  const results: CheckResult[] = [];
  const next = () =>
    showWaiting(terminal, `${results.length + 1}/${CHECKS.length} ${CHECKS[results.length]?.name ?? ''}`);
  let waiting = next();
  for await (const result of runChecks(CHECKS, deployed)) {
    waiting.stop();
    results.push(result);
    waiting = next();
  }
  waiting.stop();
  return results;
};
