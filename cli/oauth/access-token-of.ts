import { CommandError } from '#cli/command-error.ts';
import type { OAuth } from '#cli/deployments/deployment.ts';
import type { Target } from '#cli/deployments/target.ts';
import { EXIT_CODES } from '#cli/exit-codes.ts';
import { requestToken, type TokenAnswer } from './request-token.ts';

/** A token that ends sooner might end on its way. */
const LEAST_REST_MS = 60_000;

/**
 * An access token for that deployment: the one given, or the one kept while it is good, or a new one.
 *
 * @throws CommandError if there is nothing to get one with, or it was refused.
 */
export const accessTokenOf = async ({ accessToken, api_key, oauth, saveOAuth }: Target): Promise<string> => {
  if (accessToken !== undefined) return accessToken;
  if (!oauth) throw missing(api_key !== undefined);
  const { access_token, expires_at = '' } = oauth;
  if (access_token !== undefined && Date.parse(expires_at) - Date.now() > LEAST_REST_MS) return access_token;
  const answer = await renew(oauth);
  await saveOAuth?.(withToken(oauth, answer));
  return answer.access_token;
};

/** What to keep of an answer of the token endpoint; a refresh token stays until there is another one. */
export const withToken = (oauth: OAuth, { access_token, expires_in, refresh_token }: TokenAnswer): OAuth => ({
  ...oauth,
  access_token,
  expires_at: new Date(Date.now() + expires_in * 1000).toISOString(),
  ...(refresh_token !== undefined && { refresh_token }),
});

const renew = ({ token_url, client_id, client_secret, refresh_token }: OAuth): Promise<TokenAnswer> =>
  requestToken({
    tokenUrl: token_url,
    clientId: client_id,
    clientSecret: client_secret,
    parameters: refresh_token ? { grant_type: 'refresh_token', refresh_token } : { grant_type: 'client_credentials' },
  });

const missing = (hasApiKey: boolean): CommandError =>
  hasApiKey
    ? new CommandError('This needs an access token, and there is only an API key.', {
        exitCode: EXIT_CODES.credential,
        hint: 'Log in with "headless-claude login", or set HEADLESS_CLAUDE_TOKEN.',
      })
    : new CommandError('There is no credential for this deployment.', {
        exitCode: EXIT_CODES.credential,
        hint: 'Log in with "headless-claude login", or set HEADLESS_CLAUDE_API_KEY or HEADLESS_CLAUDE_TOKEN.',
      });
