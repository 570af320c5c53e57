import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readConfig } from '#lib/config.ts';
import { PROJECT_ROOT } from '#lib/project-root.ts';
import { ServiceStack } from '#lib/service-stack.ts';

const { context } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'cdk.json'), 'utf8')) as { context: object };

/** What tests do not look at: the functions' bundles, and copies of what the image is built from. */
const WITHOUT_ASSETS = { 'aws:cdk:bundling-stacks': [], 'aws:cdk:disable-asset-staging': true };

/**
 * The stack as cdk.json's feature flags make it, but with these options and without its assets.
 *
 * @param isValidated whether synthesis holds it against CloudFormation's rules, whose validator takes seconds to load.
 */
export const createStack = (
  options: object,
  isValidated = false,
): { readonly app: App; readonly stack: ServiceStack } => {
  const app = new App({
    context: { ...context, ...WITHOUT_ASSETS },
    builtinCloudFormationValidation: isValidated,
  });
  const config = readConfig(options);
  return { app, stack: new ServiceStack(app, config.stackName, config) };
};

/** The CloudFormation template of a deployment with these options. */
export const synthesize = (options: object): Template => Template.fromStack(createStack(options).stack);
