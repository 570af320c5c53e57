import { setTimeout as sleep } from 'node:timers/promises';
import { type Check, CheckFailed, CheckSkipped, expectEqual } from './check.ts';
import type { Answer, CallOptions, Deployed, Json } from './deployed.ts';
import { expectProblem, expectStatus } from './expect-answer.ts';

/** API Gateway may take a while to know a key, and nobody may wait longer for a revocation. */
const PATIENCE_MS = 30_000;
const PAUSE_MS = 250;

/** A tenant of its own for a check, which is gone afterwards. */
interface Guest {
  readonly path: string;
  readonly keyPath: string;
  readonly key: string;
}

/** What only administrators see; it makes a tenant and a key, and takes them away again. */
export const ADMIN_CHECKS: readonly Check[] = [
  {
    name: 'lets an administrator in',
    run: async (deployed) => {
      const { settings } = expectStatus(await administer(deployed, 'GET', '/admin/settings'), 200);
      return `${settings?.models?.length} models, time zone ${settings?.timeZone}`;
    },
  },
  {
    name: 'lets in a new key, and refuses it once it is revoked',
    run: (deployed) =>
      withGuest(deployed, async ({ key, keyPath }) => {
        const acceptedMs = await until(deployed, key, 200);
        expectStatus(await administer(deployed, 'DELETE', keyPath), 200);
        const refusedMs = await until(deployed, key, 401);
        return `accepted after ${acceptedMs} ms, refused after ${refusedMs} ms`;
      }),
  },
  {
    name: 'lets in both secrets of a rotated key',
    run: (deployed) =>
      withGuest(deployed, async ({ key, keyPath }) => {
        await until(deployed, key, 200);
        const body = { grace_seconds: 60 };
        const rotated = expectStatus(await administer(deployed, 'POST', `${keyPath}/rotate`, { body }), 200);
        await until(deployed, rotated.key, 200);
        await until(deployed, key, 200);
        return undefined;
      }),
  },
  {
    name: 'keeps tenants apart',
    run: (deployed) =>
      withGuest(deployed, async ({ key }) => {
        await until(deployed, key, 200);
        const [prompt] = expectStatus(await deployed.call('GET', '/v1/prompts?limit=1'), 200).data;
        if (!prompt) throw new CheckSkipped('the caller has no prompt');
        expectProblem(await deployed.call('GET', `/v1/prompts/${prompt.id}`, { credential: key }), 404, 'not_found');
        const { data } = expectStatus(await deployed.call('GET', '/v1/prompts', { credential: key }), 200);
        expectEqual('prompts of a new tenant', data?.length, 0);
        return undefined;
      }),
  },
  {
    name: 'refuses what is beyond a budget',
    run: (deployed) =>
      withGuest(deployed, async ({ key, path }) => {
        await until(deployed, key, 200);
        // A run may pass its budget by one answer of the model, so the first prompt may still be let in.
        const budgets = { per_day_usd: 0.000001 };
        expectStatus(await administer(deployed, 'PATCH', path, { body: { budgets } }), 200);
        const body = { prompt: 'Reply with the word OK.', profile: 'chat', model: deployed.model };
        const refusal = await eventually(
          deployed,
          () => deployed.call('POST', '/v1/prompts', { credential: key, body }),
          ({ status }) => status === 402,
        );
        expectProblem(refusal.answer, 402, 'budget_exceeded');
        return undefined;
      }),
  },
  {
    name: 'writes down what administrators do',
    run: async (deployed) => {
      const { data } = expectStatus(await administer(deployed, 'GET', '/admin/audit?limit=1'), 200);
      const [last]: Json[] = data ?? [];
      if (!last) throw new CheckFailed('the audit log of this month is empty');
      return `${last.actor}: ${last.action}`;
    },
  },
];

const administer = (deployed: Deployed, method: string, path: string, options?: CallOptions): Promise<Answer> => {
  const { accessToken, mayAdminister } = deployed;
  if (accessToken === undefined || !mayAdminister) throw new CheckSkipped('there is no token with the admin scope');
  return deployed.call(method, path, { ...options, credential: accessToken });
};

const withGuest = async <T>(deployed: Deployed, use: (guest: Guest) => Promise<T>): Promise<T> => {
  const tenantBody = { name: 'smoke test', budgets: { per_day_usd: 1 } };
  const tenant = expectStatus(await administer(deployed, 'POST', '/admin/tenants', { body: tenantBody }), 200);
  const path = `/admin/tenants/${encodeURIComponent(tenant.id)}`;
  try {
    const body = { name: 'smoke test' };
    const { id, key } = expectStatus(await administer(deployed, 'POST', `${path}/keys`, { body }), 200);
    return await use({ path, keyPath: `${path}/keys/${encodeURIComponent(id)}`, key });
  } finally {
    await administer(deployed, 'DELETE', path);
  }
};

/** How long it took, in whole milliseconds, until the key was answered with that status. */
const until = async (deployed: Deployed, credential: string, status: number): Promise<number> => {
  const { answer, tookMs } = await eventually(
    deployed,
    () => deployed.call('GET', '/v1/models', { credential }),
    (seen) => seen.status === status,
  );
  expectStatus(answer, status);
  return tookMs;
};

const eventually = async (
  { clock }: Deployed,
  call: () => Promise<Answer>,
  isDone: (answer: Answer) => boolean,
): Promise<{ readonly answer: Answer; readonly tookMs: number }> => {
  const startMs = clock();
  for (;;) {
    const answer = await call();
    const tookMs = Math.round(clock() - startMs);
    if (isDone(answer) || tookMs > PATIENCE_MS) return { answer, tookMs };
    await sleep(PAUSE_MS);
  }
};
