import { randomUUID } from 'node:crypto';
import { type Check, CheckFailed, expect, expectEqual } from './check.ts';
import type { Deployed, Json } from './deployed.ts';
import { expectProblem, expectStatus } from './expect-answer.ts';
import { readStream, spreadOf } from './read-stream.ts';

/** Long enough to see it come. */
const COUNT = 'Count from 1 to 30, one number per line.';

/** Runs one short prompt. */
const ask = async ({ call, model }: Deployed, headers = {}) => {
  const body = { prompt: 'Reply with the word OK.', profile: 'chat', model, max_cost_usd: 0.05 };
  const answer = await call('POST', '/v1/prompts', { body, headers });
  return { answer, prompt: expectStatus(answer, 200) };
};

/** The native API. */
export const PROMPT_CHECKS: readonly Check[] = [
  {
    name: 'runs a prompt, and meters it',
    run: async (deployed) => {
      const startMs = deployed.clock();
      const { answer, prompt } = await ask(deployed);
      const tookMs = deployed.clock() - startMs;
      expectEqual('status', prompt.status, 'completed');
      expect(prompt.response?.length > 0, 'the answer is empty');
      expect(prompt.usage?.output_tokens > 0, 'no output tokens were counted');
      expectEqual('prompt id header', answer.headers.get('headless-claude-prompt-id'), prompt.id);
      return `${tookMs.toFixed()} ms, ${prompt.overhead_ms} ms of it ours, $${prompt.cost_usd}`;
    },
  },
  {
    name: 'tells with it what is left of the limits',
    run: async (deployed) => {
      const { answer } = await ask(deployed);
      const [policy, left] = ['ratelimit-policy', 'ratelimit'].map((name) => answer.headers.get(name));
      expect(Boolean(policy) && Boolean(left), `RateLimit-Policy is "${policy}", RateLimit is "${left}"`);
      return left ?? undefined;
    },
  },
  {
    name: 'streams a prompt as it runs',
    run: async (deployed) => {
      const body = { prompt: COUNT, profile: 'chat', model: deployed.model, stream: true, max_cost_usd: 0.05 };
      const stream = await readStream(deployed, '/v1/prompts', body);
      expectEqual('the first event', stream.events[0]?.event, 'run.started');
      expectEqual('the last event', stream.events.at(-1)?.event, 'run.completed');
      return spreadOf(stream);
    },
  },
  {
    name: 'keeps a prompt, and deletes it',
    run: async (deployed) => {
      const { call } = deployed;
      const { id, response } = (await ask(deployed)).prompt;
      expectEqual('the kept answer', expectStatus(await call('GET', `/v1/prompts/${id}`), 200).response, response);
      const { data } = expectStatus(await call('GET', '/v1/prompts?limit=5'), 200);
      expect(
        data?.some((listed: Json) => listed.id === id),
        'it is not listed',
      );
      expectStatus(await call('DELETE', `/v1/prompts/${id}`), 200);
      expectProblem(await call('GET', `/v1/prompts/${id}`), 404, 'not_found');
      return undefined;
    },
  },
  {
    name: 'runs a repeated request once',
    run: async (deployed) => {
      const headers = { 'idempotency-key': randomUUID() };
      const [first, second] = [await ask(deployed, headers), await ask(deployed, headers)];
      expectEqual('the second prompt', second.prompt.id, first.prompt.id);
      expectEqual('Idempotent-Replayed', second.answer.headers.get('idempotent-replayed'), 'true');
      return undefined;
    },
  },
  {
    name: 'serves the original route',
    run: async ({ call }) => {
      const { response } = expectStatus(await call('POST', '/api/claude', { body: { prompt: 'Reply: OK' } }), 200);
      expect(response?.length > 0, 'the answer is empty');
      return undefined;
    },
  },
  {
    name: 'lets the agent run a command',
    run: async (deployed) => {
      const prompt = 'Run the command `echo $((6 * 7))` with Bash, and reply with what it printed.';
      const body = { prompt, profile: 'agent', model: deployed.model, stream: true, max_cost_usd: 0.25 };
      const { events } = await readStream(deployed, '/v1/prompts', body);
      expectEqual('the last event', events.at(-1)?.event, 'run.completed');
      const ran = events.find(({ event }) => event === 'tool.completed');
      if (!ran) return withoutTool(events.map(({ data }) => data).join(''));
      const { is_error, output } = JSON.parse(ran.data);
      expect(
        is_error === false && JSON.stringify(output).includes('42'),
        `the command failed: ${ran.data.slice(0, 120)}`,
      );
      return 'Bash printed 42';
    },
  },
];

const withoutTool = (answer: string): string => {
  if (/stand-in/i.test(answer)) return 'a stand-in model answered, without a command';
  throw new CheckFailed('the model ran no command');
};
