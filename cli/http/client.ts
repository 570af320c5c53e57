import type { Target } from '#cli/deployments/target.ts';
import { accessTokenOf } from '#cli/oauth/access-token-of.ts';
import { connect } from './connect.ts';
import { toCommandError } from './to-command-error.ts';

/** What a call may have. */
export interface CallOptions {
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * How long the answer may take to begin.
   * @default 30_000
   */
  readonly timeoutMs?: number;
}

/** Calls a deployment's API. */
export interface Client {
  readonly target: Target;
  /** @throws CommandError for every answer that is not 2xx, and if there is none. */
  call(method: string, path: string, options?: CallOptions): Promise<Response>;
  /** The same, for the JSON of the answer. */
  json<T>(method: string, path: string, options?: CallOptions): Promise<T>;
}

const TIMEOUT_MS = 30_000;

/** A client of that deployment. An API key is taken where one will do; administering needs an access token. */
export const createClient = (target: Target): Client => {
  const call: Client['call'] = async (method, path, { query = {}, body, headers, timeoutMs = TIMEOUT_MS } = {}) => {
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    const search = new URLSearchParams(
      given.map(([name, value]): [string, string] => [name, String(value)]),
    ).toString();
    const credential = path.startsWith('/admin')
      ? await accessTokenOf(target)
      : (target.api_key ?? (await accessTokenOf(target)));
    const slow = new AbortController();
    const timer = setTimeout(() => slow.abort(new DOMException('', 'TimeoutError')), timeoutMs);
    try {
      const response = await connect(`${target.url}${path}${search && `?${search}`}`, {
        method,
        headers: {
          authorization: `Bearer ${credential}`,
          ...(body && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body && { body: JSON.stringify(body) }),
        signal: slow.signal,
      });
      if (response.ok) return response;
      throw await toCommandError(response);
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    target,
    call,
    json: async <T>(method: string, path: string, options?: CallOptions): Promise<T> => {
      const response = await call(method, path, options);
      const unread = response.clone();
      const body: unknown = await response.json().catch(async () => {
        throw await toCommandError(unread);
      });
      return body as T;
    },
  };
};
