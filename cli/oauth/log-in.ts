import { randomBytes } from 'node:crypto';
import { listenForCode } from './await-code.ts';
import { createPkce } from './pkce.ts';
import { requestToken, type TokenAnswer } from './request-token.ts';

/** A login of a person in a browser. */
export interface LoginOptions {
  /** `…/oauth2/token`; the login page is beside it. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly callbackUrl: string;
  readonly timeoutMs: number;
  /** Shows that page. */
  readonly visit: (url: string) => void;
}

const SCOPES = 'openid headless-claude/prompts headless-claude/admin';

/**
 * Logs a person in by authorization code with PKCE: https://www.rfc-editor.org/rfc/rfc8252
 *
 * @throws CommandError if it was refused, or nobody logged in in time.
 */
export const logIn = async ({
  tokenUrl,
  clientId,
  callbackUrl,
  timeoutMs,
  visit,
}: LoginOptions): Promise<TokenAnswer> => {
  const { verifier, challenge } = createPkce();
  const state = randomBytes(16).toString('base64url');
  const listener = await listenForCode({ callbackUrl, state, timeoutMs });
  try {
    const page = new URL('authorize', tokenUrl);
    page.search = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: callbackUrl,
      scope: SCOPES,
      state,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    }).toString();
    visit(page.href);
    const code = await listener.code;
    return await requestToken({
      tokenUrl,
      clientId,
      parameters: { grant_type: 'authorization_code', code, redirect_uri: callbackUrl, code_verifier: verifier },
    });
  } finally {
    listener.close();
  }
};
