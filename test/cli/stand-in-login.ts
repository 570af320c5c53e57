import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { challengeOf } from '#cli/oauth/pkce.ts';
import type { Stoppable } from '#test/local/temporary-folder.ts';
import { freePort } from './free-port.ts';

/** A stand-in of Cognito's login page and token endpoint, with one person, who logs in at once, and one machine. */
export interface StandInLogin {
  readonly issuer: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly machine: { readonly clientId: string; readonly clientSecret: string };
  /** `grant_type` of each request of the token endpoint that was granted. */
  readonly granted: readonly string[];
  readonly revoked: readonly string[];
}

/** What a code was given for. */
interface Authorization {
  readonly challenge: string;
  readonly redirectUri: string;
  readonly scope: string;
}

const LIFETIME_SECONDS = 3600;

/** Starts it for one test. */
export const startStandInLogin = async (t: Stoppable): Promise<StandInLogin> => {
  const issuer = `http://127.0.0.1:${await freePort()}`;
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const publicJwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  const [clientId, person] = ['console-client', randomUUID()];
  const machine = { clientId: 'machine-client', clientSecret: 'machine-secret' };
  const authorizations = new Map<string, Authorization>();
  const refreshTokens = new Map<string, string>();
  const granted: string[] = [];
  const revoked: string[] = [];

  const accessToken = (sub: string, client_id: string, scope: string): Promise<string> =>
    new SignJWT({ sub, client_id, scope, token_use: 'access', iss: issuer })
      .setIssuedAt()
      .setExpirationTime(`${LIFETIME_SECONDS} s`)
      .setProtectedHeader({ alg: 'RS256', kid })
      .sign(privateKey);

  const authorize = (query: URLSearchParams): string => {
    const code = randomUUID();
    const [challenge, redirectUri, scope] = ['code_challenge', 'redirect_uri', 'scope'].map(
      (name) => query.get(name) ?? '',
    );
    if (query.get('client_id') !== clientId || query.get('code_challenge_method') !== 'S256')
      throw new Error('bad client');
    authorizations.set(code, { challenge: challenge ?? '', redirectUri: redirectUri ?? '', scope: scope ?? '' });
    return `${redirectUri}?${new URLSearchParams({ code, state: query.get('state') ?? '' })}`;
  };

  const grants: Record<string, (form: URLSearchParams, authorization: string | undefined) => Promise<object>> = {
    client_credentials: async (_form, authorization) => {
      const basic = Buffer.from(`${machine.clientId}:${machine.clientSecret}`).toString('base64');
      if (authorization !== `Basic ${basic}`) return { error: 'invalid_client' };
      return { access_token: await accessToken(machine.clientId, machine.clientId, 'headless-claude/prompts') };
    },
    refresh_token: async (form) => {
      const scope = refreshTokens.get(form.get('refresh_token') ?? '');
      if (scope === undefined) return { error: 'invalid_grant' };
      return { access_token: await accessToken(person, clientId, scope) };
    },
    authorization_code: async (form) => {
      const code = form.get('code') ?? '';
      const given = authorizations.get(code);
      authorizations.delete(code);
      const isBound = given?.challenge === challengeOf(form.get('code_verifier') ?? '');
      if (!given || !isBound || given.redirectUri !== form.get('redirect_uri')) return { error: 'invalid_grant' };
      const refresh_token = randomUUID();
      refreshTokens.set(refresh_token, given.scope);
      return { access_token: await accessToken(person, clientId, given.scope), refresh_token };
    },
  };

  const answer = async (incoming: IncomingMessage): Promise<{ status: number; location?: string; body?: object }> => {
    const url = new URL(incoming.url ?? '/', issuer);
    if (url.pathname === '/.well-known/jwks.json') {
      return { status: 200, body: { keys: [{ ...publicJwk, kid, alg: 'RS256', use: 'sig' }] } };
    }
    if (url.pathname === '/oauth2/authorize') return { status: 302, location: authorize(url.searchParams) };
    const form = new URLSearchParams(await text(incoming));
    if (url.pathname === '/oauth2/revoke') {
      const token = form.get('token') ?? '';
      refreshTokens.delete(token);
      revoked.push(token);
      return { status: 200 };
    }
    const kind = form.get('grant_type') ?? '';
    const body = (await grants[kind]?.(form, incoming.headers.authorization)) ?? { error: 'unsupported_grant_type' };
    if ('error' in body) return { status: 400, body };
    granted.push(kind);
    return { status: 200, body: { ...body, expires_in: LIFETIME_SECONDS, token_type: 'Bearer' } };
  };

  const server = createServer(async (incoming, response) => {
    const { status, location, body } = await answer(incoming);
    response.writeHead(status, { 'content-type': 'application/json', ...(location && { location }) });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(Number(new URL(issuer).port), '127.0.0.1', resolve));
  t.after(async () => {
    server.close();
    server.closeAllConnections();
  });
  return { issuer, tokenUrl: `${issuer}/oauth2/token`, clientId, machine, granted, revoked };
};
