import { parseSettings } from '#core/settings.ts';
import type { Options } from './config.ts';

/** What the runner function is left, after the longest run, to end the CLI and to send how it ended. */
const RUNNER_MARGIN_SECONDS = 30;

/** An option that does not fit another. */
export interface OptionProblem {
  readonly path: readonly string[];
  readonly message: string;
}

type Check = (options: Options) => OptionProblem | undefined;

const planlessTiers: Check = ({ settings, usagePlans }) => {
  const tiers = Object.keys(settings.tiers).sort().join(', ');
  const plans = Object.keys(usagePlans).sort().join(', ');
  if (tiers === plans) return undefined;
  return {
    path: ['usagePlans'],
    message: `are for the tiers ${plans}; give one for each of settings.tiers: ${tiers}`,
  };
};

const wrongSettings: Check = ({ settings }) => {
  try {
    parseSettings(settings);
    return undefined;
  } catch (error) {
    return { path: ['settings'], message: (error as Error).message };
  }
};

const boundedGlobalProfile: Check = ({ provider, bedrockProfile, bedrockRegions }) => {
  if (provider !== 'bedrock' || bedrockProfile !== 'global' || bedrockRegions.includes('*')) return undefined;
  return {
    path: ['bedrockRegions'],
    message: `are ${bedrockRegions.join(', ')}, but the profile "global" routes anywhere; use ["*"], or a bedrockProfile such as "eu"`,
  };
};

const shortRunner: Check = ({ settings, runner }) => {
  const leastSeconds = settings.maxTimeoutSeconds + RUNNER_MARGIN_SECONDS;
  if (runner.timeoutSeconds >= leastSeconds) return undefined;
  return {
    path: ['runner', 'timeoutSeconds'],
    message: `is ${runner.timeoutSeconds}; use at least ${leastSeconds}, settings.maxTimeoutSeconds and ${RUNNER_MARGIN_SECONDS} s to end a run, or lower that`,
  };
};

/** An isolated runner reaches its own Region's Bedrock through an endpoint in its network, and nothing else. */
const unreachableModel: Check = ({ network, provider, gate, bedrockRegion }) => {
  const refuse = (option: string, why: string) => ({
    path: ['network'],
    message: `"isolated" has no internet, ${why}; use ${option}, or "open"`,
  });
  if (network === 'open') return undefined;
  if (provider === 'anthropic') return refuse('provider "bedrock"', 'so that the Anthropic API cannot be reached');
  if (gate === 'function') return refuse('gate "runner"', 'so that the URL of a gate function cannot be reached');
  if (bedrockRegion !== undefined) return refuse("the stack's Region", 'and an endpoint only to its own Bedrock');
  return undefined;
};

const CHECKS = [planlessTiers, wrongSettings, boundedGlobalProfile, shortRunner, unreachableModel];

/** Where options, each right by itself, do not fit each other. */
export const optionProblems = (options: Options): readonly OptionProblem[] =>
  CHECKS.flatMap((check) => check(options) ?? []);
