import { installAwsLambda } from '#local/gateway/install-aws-lambda.ts';

/*
 * A program: the runner function in a process of its own, invoked once with the request in $REQUEST; writes the answer
 * to stdout, and then waits as a function waits for its next invocation.
 */
installAwsLambda();
const { handler } = await import('#runner/handler.ts');
const invoke = handler as unknown as (input: unknown, stream: unknown, context: object) => Promise<unknown>;
setInterval(() => {}, 60_000);
await invoke(JSON.parse(process.env['REQUEST'] ?? ''), process.stdout, { getRemainingTimeInMillis: () => 60_000 });
