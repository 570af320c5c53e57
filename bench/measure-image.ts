import { writeFile } from 'node:fs/promises';
import type { Profile } from '#core/runs/run-request.ts';
import { type LambdaContainer, startLambdaContainer } from '#test/image/lambda-container.ts';
import { runRequest } from '#test/runner/run-request.ts';

/** One way to run the image. */
export interface ImageContestant {
  readonly name: string;
  readonly profile: Profile;
  /** Of each profile; 0 starts a process per request. */
  readonly warmProcesses: number;
}

/** What to measure the image with. */
export interface ImageMeasurement {
  readonly memoryMb: number;
  /** Of the stand-in model. */
  readonly modelUrl: string;
  /** Environments to start, for each state of the page cache. */
  readonly starts: number;
  /** Prompts to give the last of them, besides the first. */
  readonly prompts: number;
}

/** Samples, all in milliseconds. */
export interface ImageTimings {
  /** From the start of the environment to the first token, nothing of the image being in memory; empty if not allowed. */
  readonly droppedStartsMs: number[];
  /** The same with the image in memory. */
  readonly startsMs: number[];
  /** Of the prompts in an environment that has settled, from the invocation on. */
  readonly firstTokensMs: number[];
  /** From the last event of such a prompt to the request for the next. */
  readonly settlesMs: number[];
  /** From the invocation to the request for the next, which is what Lambda bills. */
  readonly busyMs: number[];
}

interface PromptTimes {
  readonly firstTokenMs: number;
  readonly lastEventMs: number;
  readonly idleMs: number;
}

const ask = async (container: LambdaContainer, profile: Profile, modelUrl: string): Promise<PromptTimes> => {
  const upstream = { provider: 'anthropic', baseUrl: modelUrl, apiKey: 'bench' } as const;
  const startedAtMs = performance.now();
  const { chunks } = await container.invoke(runRequest({ upstream, profile, prompt: '[[say: hello]]' }));
  await container.idle();
  const idleMs = performance.now() - startedAtMs;
  const first = chunks.find(({ text }) => text.includes('"kind":"text"'));
  const last = chunks.find(({ text }) => text.includes('"kind":"result"'));
  if (!first || !last) throw new Error(`not answered: ${JSON.stringify(chunks)}\n${container.log}`);
  return { firstTokenMs: first.afterMs, lastEventMs: last.afterMs, idleMs };
};

/** @returns whether this machine lets us */
const dropPageCache = (): Promise<boolean> =>
  writeFile('/proc/sys/vm/drop_caches', '3').then(
    () => true,
    () => false,
  );

/** Starts environments and gives them prompts, one at a time. */
export const measureImage = async (
  { profile, warmProcesses }: ImageContestant,
  { memoryMb, modelUrl, starts, prompts }: ImageMeasurement,
): Promise<ImageTimings> => {
  const timings: ImageTimings = { droppedStartsMs: [], startsMs: [], firstTokensMs: [], settlesMs: [], busyMs: [] };

  const start = async (samples: number[], furtherPrompts: number): Promise<void> => {
    const container = await startLambdaContainer({ memoryMb, environment: { WARM_PROCESSES: String(warmProcesses) } });
    try {
      const { firstTokenMs } = await ask(container, profile, modelUrl);
      samples.push(container.initMs + firstTokenMs);
      for (let index = 0; index < furtherPrompts; index += 1) {
        const times = await ask(container, profile, modelUrl);
        timings.firstTokensMs.push(times.firstTokenMs);
        timings.settlesMs.push(times.idleMs - times.lastEventMs);
        timings.busyMs.push(times.idleMs);
      }
    } finally {
      await container.stop();
    }
  };

  for (let index = 0; index < starts && (await dropPageCache()); index += 1) await start(timings.droppedStartsMs, 0);
  for (let index = 1; index <= starts; index += 1) await start(timings.startsMs, index === starts ? prompts : 0);
  return timings;
};
