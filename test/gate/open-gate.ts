import type { TestContext } from 'node:test';
import { MODEL_CATALOG } from '#core/models/model-catalog.ts';
import { startGate } from '#gate/gate.ts';
import type { GateEvent, GatePolicy, GateSession } from '#gate/gate-session.ts';
import type { StandInModel } from '#local/model/stand-in-model.ts';
import { startStandInModel } from '#local/model/stand-in-model.ts';

/** What a test may see of the provider's side only. */
export const SECRET_KEY = 'the-key-of-the-provider';

export interface OpenGate {
  readonly baseUrl: string;
  readonly session: GateSession;
  readonly standIn: StandInModel;
  readonly events: readonly GateEvent[];
  readonly policy: GatePolicy;
  /** Calls the Messages API as the CLI does, through the gate. */
  call(prompt: string, request?: CallOptions): Promise<Response>;
}

export interface CallOptions {
  readonly path?: string;
  readonly token?: string;
  readonly stream?: boolean;
  readonly model?: string;
  readonly signal?: AbortSignal;
}

/** A gate in front of a stand-in model, with a session that a run has taken; all of it ends with the test. */
export const openGate = async (t: TestContext, overrides: Partial<GatePolicy> = {}): Promise<OpenGate> => {
  const standIn = await startStandInModel();
  const gate = await startGate();
  t.after(async () => {
    await gate.close();
    await standIn.close();
  });
  const events: GateEvent[] = [];
  const policy: GatePolicy = {
    upstream: { provider: 'anthropic', baseUrl: standIn.baseUrl, apiKey: SECRET_KEY },
    models: MODEL_CATALOG,
    maxCostMicroUsd: 1_000_000,
    stallTimeoutMs: 5_000,
    onEvent: (event) => events.push(event),
    ...overrides,
  };
  const session = gate.openSession();
  session.bind(policy);
  const call: OpenGate['call'] = (prompt, { path, token, stream = true, model = 'claude-haiku-4-5', signal } = {}) =>
    fetch(gate.baseUrl + (path ?? '/v1/messages?beta=true'), {
      method: 'POST',
      headers: { 'x-api-key': token ?? session.token, 'content-type': 'application/json' },
      body: JSON.stringify({ model, stream, max_tokens: 100, messages: [{ role: 'user', content: prompt }] }),
      ...(signal && { signal }),
    });
  return { baseUrl: gate.baseUrl, session, standIn, events, policy, call };
};
