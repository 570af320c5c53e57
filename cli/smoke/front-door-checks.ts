import { type Check, CheckSkipped, expect, expectEqual } from './check.ts';
import { expectProblem, expectStatus } from './expect-answer.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What everybody sees of a deployment, and what nobody may. */
export const FRONT_DOOR_CHECKS: readonly Check[] = [
  {
    name: 'is reached by TLS',
    run: async ({ url }) => {
      const { protocol, hostname } = new URL(url);
      if (LOOPBACK.has(hostname)) throw new CheckSkipped('it is on this machine');
      expectEqual('protocol', protocol, 'https:');
      return undefined;
    },
  },
  {
    name: 'is live',
    run: async ({ call }) => {
      const { status, version } = expectStatus(await call('GET', '/health/live', { credential: null }), 200);
      expectEqual('status', status, 'ok');
      return `version ${version}`;
    },
  },
  {
    name: 'is ready',
    run: async ({ call }) => {
      const { checks } = expectStatus(await call('GET', '/health/ready', { credential: null }), 200);
      return `Claude Code ${checks?.cli}, table ${checks?.table}`;
    },
  },
  {
    name: 'describes itself as OpenAPI',
    run: async ({ call }) => {
      const { openapi, paths } = expectStatus(await call('GET', '/openapi.json', { credential: null }), 200);
      expect(String(openapi).startsWith('3.1'), `openapi is ${openapi}`);
      return `${Object.keys(paths ?? {}).length} paths`;
    },
  },
  {
    name: 'refuses callers without a credential',
    run: async ({ call }) => {
      expectProblem(await call('GET', '/v1/prompts', { credential: null }), 401, 'invalid_credentials');
      return undefined;
    },
  },
  {
    name: 'refuses a made-up API key, and does not repeat it',
    run: async ({ call }) => {
      const credential = `hck_${'x'.repeat(43)}`;
      const answer = await call('GET', '/v1/prompts', { credential });
      expectProblem(answer, 401, 'invalid_credentials');
      expect(!answer.text.includes(credential), 'the answer holds the credential');
      return undefined;
    },
  },
  {
    name: 'refuses administrators without a token',
    run: async ({ call }) => {
      expectProblem(await call('GET', '/admin/settings', { credential: null }), 401, 'invalid_credentials');
      return undefined;
    },
  },
  {
    name: 'answers a CORS preflight',
    run: async ({ call }) => {
      const headers = { origin: 'https://example.com', 'access-control-request-method': 'POST' };
      const answer = await call('OPTIONS', '/v1/prompts', { credential: null, headers });
      expect(answer.status === 200 || answer.status === 204, `status ${answer.status}`);
      const allowed = answer.headers.get('access-control-allow-headers')?.toLowerCase() ?? '';
      expect(allowed.includes('authorization'), `allowed headers are "${allowed}"`);
      return `origin ${answer.headers.get('access-control-allow-origin')}`;
    },
  },
  {
    name: 'lets browsers read a refusal',
    run: async ({ call }) => {
      const { headers } = await call('GET', '/v1/prompts', { credential: null });
      expect(headers.has('access-control-allow-origin'), 'a 401 has no access-control-allow-origin');
      return undefined;
    },
  },
  {
    name: 'gives every request an id of its own, and echoes the client’s',
    run: async ({ call }) => {
      const headers = { 'x-client-request-id': 'smoke-1' };
      const [one, two] = [await call('GET', '/health/live', { headers }), await call('GET', '/health/live')];
      const id = one.headers.get('request-id');
      expect(Boolean(id) && id !== two.headers.get('request-id'), 'two requests have the same id, or none');
      expectEqual('x-request-id', one.headers.get('x-request-id'), id);
      expectEqual('x-client-request-id', one.headers.get('x-client-request-id'), 'smoke-1');
      return undefined;
    },
  },
];
