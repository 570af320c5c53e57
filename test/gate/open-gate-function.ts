import type { TestContext } from 'node:test';
import type { Grant } from '#core/grants/grant.ts';
import type { GrantStore } from '#core/grants/grant-store.ts';
import { MODEL_CATALOG } from '#core/models/model-catalog.ts';
import type { Upstream } from '#core/runs/run-request.ts';
import type { AwsCredentials } from '#gate/aws-credentials.ts';
import { startGateFunction } from '#local/start-gate-function.ts';
import { createFakeClock, type FakeClock } from '#test/fakes/fake-clock.ts';
import { grantOf, tokenOf } from '#test/fakes/grants.ts';
import { createMemoryGrantStore } from '#test/fakes/memory-grant-store.ts';

const RUN_ID = 'prompt_1';

export interface OpenGateFunctionOptions {
  readonly upstream: Upstream;
  readonly grant?: Partial<Grant>;
  readonly bedrockCredentials?: AwsCredentials;
  /** Makes another store of the one in memory. */
  readonly wrap?: (grants: GrantStore) => GrantStore;
}

export interface OpenGateFunction {
  readonly url: string;
  /** Of the grant of a run that is under way. */
  readonly token: string;
  readonly clock: FakeClock;
  readonly grants: GrantStore;
  readonly reports: readonly unknown[];
  /** What has become of the grant. */
  grant(): Promise<Grant>;
  /** Calls the Messages API as the gate in the runner does. */
  call(prompt: string, options?: FunctionCallOptions): Promise<Response>;
}

export interface FunctionCallOptions {
  readonly token?: string;
  readonly stream?: boolean;
  readonly model?: string;
  readonly signal?: AbortSignal;
}

/** The gate function behind its URL, with the grant of one run, in memory. It ends with the test. */
export const openGateFunction = async (
  t: TestContext,
  { upstream, grant, bedrockCredentials, wrap = (grants) => grants }: OpenGateFunctionOptions,
): Promise<OpenGateFunction> => {
  const clock = createFakeClock();
  const grants = wrap(createMemoryGrantStore(clock));
  const reports: unknown[] = [];
  await grants.create(grantOf(RUN_ID, clock(), grant));
  const gate = await startGateFunction({
    grants,
    clock,
    sleep: () => new Promise((resolve) => setTimeout(resolve, 1)),
    watchMs: 5,
    models: MODEL_CATALOG,
    upstream: async () => upstream,
    bedrockCredentials,
    report: (message, error) => reports.push([message, error]),
  });
  t.after(gate.close);
  const token = tokenOf(RUN_ID);
  return {
    url: gate.url,
    token,
    clock,
    grants,
    reports,
    grant: async () => {
      const found = await grants.get(RUN_ID);
      if (!found) throw new Error('there is no grant');
      return found;
    },
    call: (prompt, { token: other = token, stream = true, model = 'claude-haiku-4-5', signal } = {}) =>
      fetch(`${gate.url}/v1/messages?beta=true`, {
        method: 'POST',
        headers: { 'x-api-key': other, 'content-type': 'application/json' },
        body: JSON.stringify({ model, stream, max_tokens: 100, messages: [{ role: 'user', content: prompt }] }),
        ...(signal && { signal }),
      }),
  };
};
