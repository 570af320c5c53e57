import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { execa } from 'execa';
import { type ContainerProcesses, containerProcesses } from './container-processes.ts';
import type { Invocation } from './invocation.ts';
import { type LambdaLimits, limitArguments } from './lambda-limits.ts';
import { requiredVariable } from './required-variable.ts';
import { startRuntimeApi } from './runtime-api.ts';

export interface LambdaContainerOptions extends Partial<LambdaLimits> {
  /**
   * The handler's name.
   * @default - the image's own
   */
  readonly handler?: string;
  /** Added to what Lambda sets. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The image, running as one of Lambda's execution environments. */
export interface LambdaContainer {
  /** From the start to the first request for an invocation, or to the failure of the initialization. */
  readonly initMs: number;
  /** What it has written to stdout and stderr so far. */
  readonly log: string;
  readonly processes: ContainerProcesses;
  /**
   * @param timeoutMs the function's timeout; when it has passed, the container is ended
   * @param onBytes gets the response as it comes
   */
  invoke(event: unknown, timeoutMs?: number, onBytes?: (bytes: Uint8Array) => void): Promise<Invocation>;
  /** Resolves when it waits for an event, which is when Lambda freezes it, or has ended. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

const LAMBDA_ENVIRONMENT = {
  // Empty is what image functions get.
  _HANDLER: '',
  TZ: ':UTC',
  AWS_REGION: 'eu-west-1',
  AWS_LAMBDA_FUNCTION_NAME: 'headless-claude-runner',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/headless-claude-runner',
  AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
};

/** Starts the image that the variable IMAGE names, in the network IMAGE_NETWORK, and waits for its initialization. */
export const startLambdaContainer = async ({
  memoryMb = 1769,
  tmpMb = 512,
  user = '993:990',
  handler,
  environment = {},
}: LambdaContainerOptions = {}): Promise<LambdaContainer> => {
  const api = await startRuntimeApi();
  const name = `headless-claude-${randomUUID()}`;
  const variables = {
    ...LAMBDA_ENVIRONMENT,
    AWS_LAMBDA_RUNTIME_API: api.address,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    ...environment,
  };
  const startedAtMs = performance.now();
  const child = execa(
    'podman',
    [
      ...['run', '--rm', '--pull=never', '--name', name, '--network', requiredVariable('IMAGE_NETWORK')],
      ...limitArguments({ memoryMb, tmpMb, user }),
      ...Object.entries(variables).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      requiredVariable('IMAGE'),
      ...(handler === undefined ? [] : [handler]),
    ],
    // When something was killed for memory, an empty file named `oom` appears in the working directory.
    { cwd: tmpdir(), buffer: false, reject: false, all: true, stdin: 'ignore' },
  );
  let log = '';
  child.all.on('data', (bytes: Buffer) => {
    log += bytes;
  });
  const exited = child.then(api.abandon);
  await api.initialized;
  const initMs = performance.now() - startedAtMs;

  // Ending podman's client would not end the container.
  const kill = () => execa('podman', ['kill', '--signal', 'KILL', name], { reject: false });

  return {
    initMs,
    get log() {
      return log;
    },
    processes: await containerProcesses(name),
    async invoke(event, timeoutMs = 60_000, onBytes) {
      const invocation = await api.invoke(event, timeoutMs, onBytes);
      if (invocation.end === 'timed_out') await kill();
      return invocation;
    },
    idle: api.idle,
    async stop() {
      await kill();
      await exited;
      await api.close();
    },
  };
};
