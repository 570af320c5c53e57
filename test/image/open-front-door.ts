import type { TestContext } from 'node:test';
import { createLambdaRunner } from '#adapters/runner/lambda-runner.ts';
import { systemClock as clock } from '#adapters/system/system-clock.ts';
import { parseSettings } from '#core/settings.ts';
import { CLAUDE_VERSION } from '#lambda/version.ts';
import { listen } from '#local/listen.ts';
import { localPorts } from '#local/local-ports.ts';
import { startStandInModel } from '#local/model/stand-in-model.ts';
import { openGate } from '#local/open-gate.ts';
import { openStores } from '#local/open-stores.ts';
import { openTokens } from '#local/open-tokens.ts';
import { wireGateway } from '#local/wire-gateway.ts';
import { awsClientConfig } from '#test/fakes/aws-client-config.ts';
import { createMemoryDeliveryQueue } from '#test/fakes/memory-delivery-queue.ts';
import { createMemoryScheduler } from '#test/fakes/memory-scheduler.ts';
import { createMemoryWorkQueue } from '#test/fakes/memory-work-queue.ts';
import { temporaryFolder } from '#test/local/temporary-folder.ts';
import { type LambdaContainer, startLambdaContainer } from './lambda-container.ts';
import { startInvokeApi } from './start-invoke-api.ts';

/** The service as it is on AWS: the trusted functions here, the runner in its image. */
export interface FrontDoor {
  readonly container: LambdaContainer;
  /** Calls an endpoint with an API key. */
  call(path: string, body?: object, signal?: AbortSignal): Promise<Response>;
}

export interface FrontDoorOptions {
  /**
   * Of the runner function.
   * @default 60_000
   */
  readonly timeoutMs?: number;
  /**
   * Where the gate is that counts.
   * @default 'runner'
   */
  readonly gate?: 'runner' | 'function';
}

/** Starts it all; it is stopped with the test. */
export const openFrontDoor = async (
  test: TestContext,
  { timeoutMs = 60_000, gate: place = 'runner' }: FrontDoorOptions = {},
): Promise<FrontDoor> => {
  const model = await startStandInModel();
  test.after(() => model.close());
  const container = await startLambdaContainer();
  test.after(() => container.stop());
  const invokeApi = await startInvokeApi(container, timeoutMs);
  test.after(() => invokeApi.close());

  const settings = parseSettings({});
  const dataDir = await temporaryFolder(test);
  const server = await listen('127.0.0.1', 0);
  test.after(() => server.close());
  const stores = await openStores({ dataDir, settings, clock });
  test.after(() => stores.close());
  const { baseUrl } = server;
  const tokens = await openTokens({ dataDir, baseUrl, ...stores, tier: settings.defaultTier, clock });
  const gate = await openGate(place, {
    runner: createLambdaRunner({
      functionName: 'headless-claude-runner',
      cliVersion: CLAUDE_VERSION,
      ...awsClientConfig(invokeApi.endpoint),
    }),
    upstream: { provider: 'anthropic', baseUrl: model.baseUrl, apiKey: 'sk-upstream' },
    grants: stores.grants,
    settings,
    clock,
  });
  test.after(() => gate.close());
  const shutdown = new AbortController().signal;
  // No worker: these tests send no jobs, make no schedules, and tell no webhook.
  const queues = { queue: createMemoryWorkQueue(), deliveryQueue: createMemoryDeliveryQueue() };
  const parts = { settings, stores, gate, ...queues, scheduler: createMemoryScheduler(), shutdown, clock };
  server.serve(wireGateway(localPorts({ ...parts, log: () => {} }), tokens));

  const call: FrontDoor['call'] = (path, body, signal) =>
    fetch(`${baseUrl}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'x-api-key': tokens.credentials.api_key, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  return { container, call };
};
