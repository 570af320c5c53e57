import { Command, Option } from 'commander';
import { addAudit } from '#cli/commands/audit.ts';
import { addBatches } from '#cli/commands/batches.ts';
import { addBudgets } from '#cli/commands/budgets.ts';
import { addCompletion } from '#cli/commands/completion.ts';
import { addDeployments } from '#cli/commands/deployments.ts';
import { addJobs } from '#cli/commands/jobs.ts';
import { addKeys } from '#cli/commands/keys.ts';
import { addLimits } from '#cli/commands/limits.ts';
import { addLocal } from '#cli/commands/local.ts';
import { addLogin } from '#cli/commands/login.ts';
import { addLogout } from '#cli/commands/logout.ts';
import { addModels } from '#cli/commands/models.ts';
import { addPrincipals } from '#cli/commands/principals.ts';
import { addPrompt } from '#cli/commands/prompt.ts';
import { addSchedules } from '#cli/commands/schedules.ts';
import { addSmoke } from '#cli/commands/smoke.ts';
import { addTenants } from '#cli/commands/tenants.ts';
import { addTiers } from '#cli/commands/tiers.ts';
import { addToken } from '#cli/commands/token.ts';
import { addUsage } from '#cli/commands/usage.ts';
import { addWebhooks } from '#cli/commands/webhooks.ts';
import packageJson from '#package.json' with { type: 'json' };
import type { Terminal } from './terminal.ts';

const AFTER_HELP = `
Which deployment: --deployment, --data-dir or --url; else HEADLESS_CLAUDE_URL or HEADLESS_CLAUDE_DEPLOYMENT; else local
mode in this folder (./.headless-claude); else the one that you logged in to. Credentials come from there, or from
HEADLESS_CLAUDE_API_KEY and HEADLESS_CLAUDE_TOKEN, never from an argument.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 credential missing or refused, 4 refused or ended by a limit or budget,
5 not found, 6 not reachable.
`;

/** The command line: every command with its options. @throws CommanderError instead of ending the process. */
export const createProgram = (terminal: Terminal): Command => {
  const { stdout, stderr } = terminal;
  const program = new Command('headless-claude')
    .description(packageJson.description)
    .version(packageJson.version)
    .option('--deployment <name>', 'a deployment that you logged in to')
    .option('--data-dir <folder>', 'the local mode with this data folder')
    .addOption(new Option('--url <url>', 'the deployment at this address').conflicts(['deployment', 'dataDir']))
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
    .showHelpAfterError('--help says more.')
    .addHelpText('after', AFTER_HELP);
  addLocal(program, terminal);
  addLogin(program, terminal);
  addLogout(program, terminal);
  addDeployments(program, terminal);
  addToken(program, terminal);
  addPrompt(program, terminal);
  addJobs(program, terminal);
  addSchedules(program, terminal);
  addBatches(program, terminal);
  addWebhooks(program, terminal);
  addModels(program, terminal);
  addUsage(program, terminal);
  addLimits(program, terminal);
  addTenants(program, terminal);
  addTiers(program, terminal);
  addPrincipals(program, terminal);
  addKeys(program, terminal);
  addBudgets(program, terminal);
  addAudit(program, terminal);
  addSmoke(program, terminal);
  addCompletion(program, terminal);
  return program;
};
