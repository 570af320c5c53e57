import { connect } from '#cli/http/connect.ts';
import { CheckFailed } from './check.ts';

/** A deployment, as checks see it. */
export interface Deployed {
  readonly url: string;
  /** Model of all prompts but that of `/api/claude`, which has the default. */
  readonly model: string;
  readonly apiKey: string | undefined;
  readonly accessToken: string | undefined;
  /** Whether that token may administer. */
  readonly mayAdminister: boolean;
  /** What callers' routes are called with. */
  readonly credential: string;
  /** What times are taken by: milliseconds from any start. */
  readonly clock: () => number;
  /** Calls an endpoint; any status is an answer. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** Calls one whose answer is read as it comes. */
  open(method: string, path: string, options?: CallOptions): Promise<Response>;
}

export interface CallOptions {
  /** `null` calls without any; the caller's if left out. */
  readonly credential?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** An answer that was read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Its JSON. @throws CheckFailed if it is none. */
  readonly json: () => Json;
}

/** Any JSON: what of it is not there, is `undefined`. */
export type Json =
  // biome-ignore lint/suspicious/noExplicitAny: a check reads what may be wrong in any way
  any;

/** Buffered runs take up to 280 s. */
const TIMEOUT_MS = 300_000;

/** A deployment to check. */
export const createDeployed = (facts: Omit<Deployed, 'call' | 'open'>): Deployed => {
  const open: Deployed['open'] = (method, path, { credential = facts.credential, headers, body } = {}) =>
    connect(`${facts.url}${path}`, {
      method,
      headers: {
        ...(credential !== null && { authorization: `Bearer ${credential}` }),
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  return {
    ...facts,
    open,
    call: async (method, path, options) => {
      const response = await open(method, path, options);
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: () => parse(text) };
    },
  };
};

const parse = (text: string): Json => {
  try {
    return JSON.parse(text);
  } catch {
    throw new CheckFailed(`the answer is no JSON: ${text.slice(0, 80)}`);
  }
};
