import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { RunEvent } from '#core/runs/run-event.ts';
import type { Invocation } from './invocation.ts';
import type { LambdaContainerOptions } from './lambda-container.ts';
import { type OpenImage, openImage } from './open-image.ts';

/** What became of a hostile prompt. */
export interface Attack {
  readonly invocation: Invocation;
  /** What its command has printed. */
  readonly output: string;
  readonly end: RunEvent | undefined;
}

/** Made up, and nowhere else in the image: whoever prints it has found it. */
export const SECRET = 'mAde-up-SecReT-9f31';

/** The runner with made-up credentials of AWS in its environment. Limits are Lambda's. */
export const openTarget = (test: TestContext, options: LambdaContainerOptions = {}): Promise<OpenImage> =>
  openImage(test, {
    ...options,
    environment: { AWS_ACCESS_KEY_ID: `AKIA${SECRET}`, AWS_SECRET_ACCESS_KEY: SECRET, AWS_SESSION_TOKEN: SECRET },
  });

/** Has an agent run the command, for ten seconds at most. The run ends in a typed event, whatever the command does. */
export const attack = async ({ run }: OpenImage, command: string, timeoutMs = 10_000): Promise<Attack> => {
  const { invocation, events, end } = await run({ profile: 'agent', prompt: `[[bash: ${command}]]`, timeoutMs });
  assert.ok(end?.kind === 'result' || end?.kind === 'error', `no end, but ${invocation.end}`);
  const outputs = events.flatMap((event) => (event.kind === 'tool_completed' ? [event.output.trim()] : []));
  return { invocation, output: outputs.join('\n'), end };
};

/** That the same environment answers the next prompts, of both profiles, as if nothing had been. */
export const assertServes = async ({ text }: OpenImage): Promise<void> => {
  assert.equal(await text({ prompt: '[[say: Still here.]]' }), '[stand-in model] Still here.');
  const said = await text({ profile: 'agent', prompt: '[[bash: ls -A; echo fine]]' });
  assert.equal(said, '[stand-in model] The tool said: fine');
};
