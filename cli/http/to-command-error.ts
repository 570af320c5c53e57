import { z } from 'zod';
import { CommandError } from '#cli/command-error.ts';
import { EXIT_CODES, exitCodeOf } from '#cli/exit-codes.ts';

const Problem = z.object({
  detail: z.string(),
  code: z.string(),
  errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
});

/** As APIs of other vendors put it. */
const Envelope = z
  .object({ error: z.object({ message: z.string(), details: z.object({ error_code: z.string() }) }) })
  .transform(({ error }): z.infer<typeof Problem> => ({ detail: error.message, code: error.details.error_code }));

const HINTS: Readonly<Record<string, string>> = {
  invalid_credentials: 'Log in again with "headless-claude login", or check HEADLESS_CLAUDE_API_KEY.',
  token_expired: 'Log in again with "headless-claude login".',
  budget_exceeded: '"headless-claude limits" shows what is left and when it resets.',
  rate_limit_exceeded: '"headless-claude limits" shows what is left and when it resets.',
};

/** What an answer that tells of an error says, with its request's id. */
export const toCommandError = async (response: Response): Promise<CommandError> => {
  const { status, headers } = response;
  const requestId = headers.get('request-id') ?? undefined;
  const parsed = z.union([Problem, Envelope]).safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) {
    return new CommandError(`The service answered with status ${status}, and not in its own words.`, {
      exitCode: status === 404 ? EXIT_CODES.usage : exitCodeOf(status),
      hint: 'Is this the address of a headless-claude deployment?',
      requestId,
    });
  }
  const { detail, code, errors = [] } = parsed.data;
  const fields = errors
    .filter(({ message }) => !detail.includes(message))
    .map(({ pointer, message }) => `${pointer}: ${message}`);
  const hint = [...fields, HINTS[code]].filter((line) => line !== undefined).join('\n  ');
  return new CommandError(detail, { exitCode: exitCodeOf(status), hint, requestId });
};
