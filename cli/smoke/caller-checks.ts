import { type Check, CheckSkipped, expect, expectEqual } from './check.ts';
import type { Deployed } from './deployed.ts';
import { expectProblem, expectStatus } from './expect-answer.ts';

const apiKeyOf = ({ apiKey }: Deployed): string => {
  if (apiKey === undefined) throw new CheckSkipped('there is no API key: set HEADLESS_CLAUDE_API_KEY');
  return apiKey;
};

/** What callers are let do, and told, without running a prompt. */
export const CALLER_CHECKS: readonly Check[] = [
  {
    name: 'accepts an API key in either header',
    run: async (deployed) => {
      const apiKey = apiKeyOf(deployed);
      expectStatus(await deployed.call('GET', '/v1/models', { credential: apiKey }), 200);
      const headers = { 'x-api-key': apiKey };
      expectStatus(await deployed.call('GET', '/v1/models', { credential: null, headers }), 200);
      return undefined;
    },
  },
  {
    name: 'accepts an access token',
    run: async ({ call, accessToken }) => {
      if (accessToken === undefined) throw new CheckSkipped('there is no login or app client');
      expectStatus(await call('GET', '/v1/models', { credential: accessToken }), 200);
      return undefined;
    },
  },
  {
    name: 'refuses administrators with an API key',
    run: async (deployed) => {
      const answer = await deployed.call('GET', '/admin/settings', { credential: apiKeyOf(deployed) });
      expect(answer.status === 401 || answer.status === 403, `status ${answer.status}, not 401 or 403`);
      return undefined;
    },
  },
  {
    name: 'offers the model',
    run: async ({ call, model }) => {
      const { id } = expectStatus(await call('GET', `/v1/models/${encodeURIComponent(model)}`), 200);
      return id;
    },
  },
  {
    name: 'tells what limits the caller',
    run: async ({ call }) => {
      const { caller, tier } = expectStatus(await call('GET', '/v1/limits'), 200);
      return `${caller?.id}, tier ${tier}`;
    },
  },
  {
    name: 'tells usage, as JSON and as CSV',
    run: async ({ call }) => {
      const { total } = expectStatus(await call('GET', '/v1/usage?group_by=model'), 200);
      const csv = await call('GET', '/v1/usage?group_by=model', { headers: { accept: 'text/csv' } });
      expectEqual('status', csv.status, 200);
      expect(csv.text.startsWith('model,'), `the CSV begins "${csv.text.slice(0, 20)}"`);
      return `${total?.requests} requests in 30 days`;
    },
  },
  {
    name: 'tells what is not there',
    run: async ({ call }) => {
      expectProblem(await call('GET', '/v1/no-such-thing'), 404, 'not_found');
      expectProblem(await call('GET', '/v1/prompts/prompt_00000000000000000000000000'), 404, 'not_found');
      return undefined;
    },
  },
  {
    name: 'names what is wrong with a request',
    run: async ({ call }) => {
      const { errors } = expectProblem(await call('POST', '/v1/prompts', { body: {} }), 400, 'invalid_request');
      expectEqual('the first error’s pointer', errors?.[0]?.pointer, '/prompt');
      const body = { prompt: 'x', model: 'no-such-model' };
      expectProblem(await call('POST', '/v1/prompts', { body }), 400, 'unknown_model');
      return undefined;
    },
  },
];
