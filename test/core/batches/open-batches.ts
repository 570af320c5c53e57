import type { Batch } from '#core/batches/batch.ts';
import { BatchBody } from '#core/batches/batch-body.ts';
import { createBatchLines } from '#core/batches/batch-lines.ts';
import { createBatch } from '#core/batches/create-batch.ts';
import { createMessageBatch } from '#core/batches/create-message-batch.ts';
import { MessageBatchBody } from '#core/batches/message-batch-body.ts';
import type { CreateBatchPorts } from '#core/batches/new-batch.ts';
import { keepFile } from '#core/files/keep-file.ts';
import { performWork } from '#core/queue/perform-work.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import type { RunRequest } from '#core/runs/run-request.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import { type HandlerPorts, workHandlers } from '#lambda/work-handlers.ts';
import type { FakeClock } from '#test/fakes/fake-clock.ts';
import { ALICE, createFakePorts } from '#test/fakes/fake-ports.ts';
import { createMemoryApiKeyStore } from '#test/fakes/memory-api-key-store.ts';
import { HELLO } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

type Script = readonly RunEvent[] | ((request: RunRequest) => readonly RunEvent[]);

/** The body of a message that says so. */
export const message = (text: string, more: object = {}) => ({
  model: 'haiku',
  max_tokens: 100,
  messages: [{ role: 'user', content: text }],
  ...more,
});

/** A line of OpenAI's API that says so. */
export const chatLine = (customId: string, text: string, more: object = {}): string =>
  JSON.stringify({
    custom_id: customId,
    method: 'POST',
    url: '/v1/chat/completions',
    body: { model: 'haiku', messages: [{ role: 'user', content: text }], ...more },
  });

/** @default - Alice's tenant, in memory */
interface WorldOptions {
  readonly tenantId?: string;
  readonly openStores?: (clock: FakeClock) => Partial<HandlerPorts>;
}

/** A worker with the real engine of jobs, over a world in memory, and over a model that answers so. */
export const openBatches = (
  script: Script = HELLO,
  overrides: Partial<ApiPorts> = {},
  { tenantId = ALICE.tenantId, openStores = () => ({}) }: WorldOptions = {},
) => {
  const runner = createScriptedRunner(script);
  const fake = createFakePorts(runner, overrides);
  const { queue } = fake;
  const stores = openStores(fake.clock);
  const principal = { ...ALICE, kind: 'user', id: `user:${tenantId}`, tenantId } as const;
  const maker = { principal, requestId: 'request-1' };
  const ports: HandlerPorts & CreateBatchPorts = {
    ...fake.ports,
    apiKeys: createMemoryApiKeyStore(),
    tenants: { get: async (id) => ({ id, name: 'x', tier: 'premium', createdAtMs: 0, version: 1 }) },
    assignments: { find: async (principalId) => ({ principalId, tenantId, assignedAtMs: 0 }) },
    ...stores,
    lines: createBatchLines({ ...fake.ports, ...stores }),
  };

  /** Does the work of the next message. @returns false if there is none. */
  const step = async (of: HandlerPorts = ports): Promise<boolean> => {
    const next = queue.sent.shift();
    if (!next) return false;
    await performWork(next.message, workHandlers(of), queue);
    return true;
  };

  const upload = async (text: string): Promise<string> => {
    const order = { tenantId, filename: 'in.jsonl', purpose: 'batch', lifetimeSeconds: 3600 } as const;
    return (await keepFile(order, text, ports)).id;
  };

  return {
    ...fake,
    ports,
    runner,
    step,
    /** Works until nothing is left to do now. */
    work: async (of: HandlerPorts = ports): Promise<void> => {
      while (await step(of));
    },
    ofMessages: (requests: readonly object[], more: object = {}): Promise<Batch> =>
      createMessageBatch(MessageBatchBody.parse({ requests, ...more }), maker, ports),
    ofMessageFile: async (text: string): Promise<Batch> =>
      createMessageBatch({ input_file_id: await upload(text) }, maker, ports),
    ofFile: async (text: string, more: object = {}): Promise<Batch> => {
      const body = {
        endpoint: '/v1/chat/completions',
        completion_window: '24h',
        ...more,
        input_file_id: await upload(text),
      };
      return createBatch(BatchBody.parse(body), maker, ports);
    },
    get: async (batch: Pick<Batch, 'id'>): Promise<Batch> => {
      const found = await ports.batches.get(tenantId, batch.id);
      if (!found) throw new Error(`there is no ${batch.id}`);
      return found;
    },
    /** The lines of an object. */
    // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of it.
    linesOf: (key: string): any[] =>
      fake.objects
        .text(key)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
  };
};
