import { type CallOptions, OPTION_NAMES, readCallOptions } from '#core/dialects/call-options.ts';
import { checkSchemaTools } from '#core/dialects/check-schema-tools.ts';
import type { DialectDraft } from '#core/dialects/dialect-draft.ts';
import { refuse } from '#core/dialects/refuse.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { FieldNames, PromptDraft } from '#core/prompts/prompt-draft.ts';
import type { Conversation } from '#core/runs/conversation.ts';
import { readAnthropicVersion } from './anthropic-version.ts';
import { ignoredNames } from './ignored-names.ts';
import { MessagesBody } from './messages-body.ts';
import { systemText } from './system-text.ts';
import { toConversation } from './to-conversation.ts';
import { toParameters } from './to-parameters.ts';

const FIELD_NAMES: FieldNames = { ...OPTION_NAMES, messages: 'messages', system: 'system' };

const metadataOf = ({ metadata = {} }: MessagesBody): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(metadata).filter((pair): pair is [string, string] => pair[1] !== null));

/** The JSON schema that the answer must satisfy. Claude Code has the model answer by calling a tool of its own. */
const outputSchema = ({
  output_config,
  output_format,
  tool_choice,
  tools = [],
}: MessagesBody): PromptDraft['outputSchema'] => {
  const format = output_config?.format ?? output_format;
  if (format && tool_choice && tool_choice.type !== 'auto') {
    refuse('/tool_choice', 'must be left out, or be auto, where the format of the answer is given');
  }
  if (format) checkSchemaTools(tools);
  return format?.schema;
};

const checkThread = ({ thread }: MessagesBody): void => {
  if (!thread) return;
  const message = 'Conversations are not held here: send all messages, without `thread`.';
  throw new ServiceError('thread_unsupported_request', message, { fields: [{ pointer: '/thread', message }] });
};

const checkProfile = ({ profile }: CallOptions, { tools = [] }: MessagesBody): void => {
  if (profile !== 'agent' || tools.length === 0) return;
  refuse('/tools', 'the agent profile has tools of its own, which run here; use the profile chat for tools of yours');
};

/** Claude Code sets breakpoints of the prompt cache by itself, where they fit its own calls. */
const lostBreakpoints = ({ profile }: CallOptions, messages: Conversation): readonly string[] =>
  profile === 'agent' && messages.some(({ content }) => content.some((block) => 'cache_control' in block))
    ? ['cache_control']
    : [];

/**
 * What the request asks for, in our words.
 *
 * @throws ServiceError `invalid_request`, `thread_unsupported_request` for what cannot be honoured.
 */
export const toMessagesDraft = (body: MessagesBody, headers: Readonly<Record<string, string>>): DialectDraft => {
  const version = readAnthropicVersion(headers);
  const options = readCallOptions(headers, metadataOf(body));
  checkThread(body);
  checkProfile(options, body);
  const messages = toConversation(body);
  return {
    draft: {
      ...options,
      messages,
      system: systemText(body.system),
      model: body.model,
      stream: body.stream ?? false,
      parameters: toParameters(body, version),
      outputSchema: outputSchema(body),
      store: true,
      fieldNames: FIELD_NAMES,
    },
    ignored: [...ignoredNames(MessagesBody, body, headers), ...lostBreakpoints(options, messages)],
  };
};
