import { z } from 'zod';
import { CommandError } from '#cli/command-error.ts';
import { EXIT_CODES } from '#cli/exit-codes.ts';
import { connect } from '#cli/http/connect.ts';

const TIMEOUT_MS = 30_000;

const TokenAnswer = z.object({
  access_token: z.string(),
  expires_in: z.number(),
  refresh_token: z.string().optional(),
});
export type TokenAnswer = z.infer<typeof TokenAnswer>;

/** A client, and what it asks the token endpoint for. */
export interface TokenQuestion {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  /** `grant_type`, and what belongs to it. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Asks a token endpoint: https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
 *
 * @throws CommandError with the endpoint's own error code.
 */
export const requestToken = async (question: TokenQuestion): Promise<TokenAnswer> => {
  const { tokenUrl, clientId, clientSecret, parameters } = question;
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const response = await connect(tokenUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(clientSecret !== undefined && { authorization: `Basic ${basic}` }),
    },
    body: new URLSearchParams({ client_id: clientId, ...parameters }).toString(),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const answer: unknown = await response.json().catch(() => undefined);
  const parsed = TokenAnswer.safeParse(answer);
  if (response.ok && parsed.success) return parsed.data;
  const code = (answer as { error?: unknown } | undefined)?.error ?? `status ${response.status}`;
  throw new CommandError(`${tokenUrl} gave no access token: ${String(code)}.`, {
    exitCode: EXIT_CODES.credential,
    hint: parameters['grant_type'] === 'refresh_token' ? 'Log in again with "headless-claude login".' : undefined,
  });
};
