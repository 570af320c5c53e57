import { unknownMembers } from '#core/dialects/unknown-members.ts';
import { CountTokensBody, type MessagesBody } from './messages-body.ts';

const OutputConfig = CountTokensBody.shape.output_config.unwrap();

/** They change what Anthropic does with a request, and whom it bills. */
const HEADERS = ['anthropic-beta', 'anthropic-workspace-id', 'anthropic-user-profile-id'];

/**
 * The names of what the request asks for and does not get.
 *
 * What Anthropic's schema leaves open further down, such as the schema of a tool, is passed on.
 */
export const ignoredNames = (
  schema: typeof MessagesBody | typeof CountTokensBody,
  body: CountTokensBody,
  headers: Readonly<Record<string, string>>,
): readonly string[] => [
  ...unknownMembers(schema, body),
  ...unknownMembers(OutputConfig, body.output_config ?? {}).map((name) => `output_config.${name}`),
  ...(Array.isArray(body.system) && body.system.some((block) => block.cache_control) ? ['system.cache_control'] : []),
  ...HEADERS.filter((name) => headers[name] !== undefined),
];
