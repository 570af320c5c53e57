import { App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readFileSync, writeFileSync } from 'node:fs';
import { readConfig } from '#lib/config.ts';
import { ServiceStack } from '#lib/service-stack.ts';
for (const provider of ['bedrock','anthropic']) {
const context = {...JSON.parse(readFileSync('cdk.json','utf8')).context, 'aws:cdk:bundling-stacks': []};
console.time('s');
const app = new App({context, outdir: '/tmp/stack-'+provider});
const stack = new ServiceStack(app, 'headless-claude', readConfig({provider}));
const r = (new AwsSolutionsChecks(app) as any).validateScope(app);
console.log(r.success, JSON.stringify(r.violations.map((v:any)=>[v.ruleName, v.severity, v.violatingConstructs?.map((c:any)=>c.constructPath), ]),null,1));
try { const t = Template.fromStack(stack); writeFileSync('/tmp/t-'+provider+'.json', JSON.stringify(t.toJSON(),null,1)); } catch (e) {console.log(String(e).slice(0,3000))}
console.timeEnd('s');
}
