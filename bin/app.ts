import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { CONFIG_CONTEXT_KEY, readConfig } from '#lib/config.ts';
import { ServiceStack } from '#lib/service-stack.ts';

const app = new App();
const config = readConfig(app.node.tryGetContext(CONFIG_CONTEXT_KEY));
new ServiceStack(app, config.stackName, config);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
