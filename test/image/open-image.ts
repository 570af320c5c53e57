import type { TestContext } from 'node:test';
import { RunEvent } from '#core/runs/run-event.ts';
import { startStandInModel } from '#local/model/stand-in-model.ts';
import { type RunChanges, runRequest } from '#test/runner/run-request.ts';
import type { Invocation } from './invocation.ts';
import { type LambdaContainer, type LambdaContainerOptions, startLambdaContainer } from './lambda-container.ts';

/** One run in the image. */
export interface ImageRun {
  readonly invocation: Invocation;
  readonly events: readonly RunEvent[];
  /** The event that ended it. */
  readonly end: RunEvent | undefined;
}

/** The runner function in its image, and the stand-in model that its runs call. */
export interface OpenImage {
  readonly container: LambdaContainer;
  /** @param timeoutMs of the function */
  run(changes: RunChanges, timeoutMs?: number): Promise<ImageRun>;
  /** The text of a run that is expected to end well. */
  text(changes: RunChanges): Promise<string>;
}

/** The events in an invocation's response. */
export const eventsOf = ({ chunks }: Invocation): readonly RunEvent[] =>
  chunks
    .map(({ text }) => text)
    .join('')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => RunEvent.parse(JSON.parse(line)));

/** Starts both; they are stopped with the test, whose failure shows what the container has logged. */
export const openImage = async (test: TestContext, options: LambdaContainerOptions = {}): Promise<OpenImage> => {
  const model = await startStandInModel({ maxRecordedCalls: 10 });
  test.after(() => model.close());
  const container = await startLambdaContainer(options);
  test.after(async () => {
    await container.stop();
    if (container.log !== '') test.diagnostic(`the container's log:\n${container.log}`);
  });
  const upstream = { provider: 'anthropic', baseUrl: model.baseUrl, apiKey: 'sk-upstream' } as const;

  const run = async (changes: RunChanges, timeoutMs?: number): Promise<ImageRun> => {
    const invocation = await container.invoke(runRequest({ upstream, ...changes }), timeoutMs);
    const events = eventsOf(invocation);
    return { invocation, events, end: events.at(-1) };
  };

  return {
    container,
    run,
    async text(changes) {
      const { invocation, end } = await run(changes);
      if (end?.kind === 'result') return end.result.text;
      throw new Error(`the run did not end well: ${JSON.stringify({ end, invocation: invocation.end })}`);
    },
  };
};
