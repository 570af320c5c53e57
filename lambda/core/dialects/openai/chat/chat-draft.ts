import type { DialectDraft } from '#core/dialects/dialect-draft.ts';
import { effortParameters } from '#core/dialects/openai/effort.ts';
import { ignoredMembers } from '#core/dialects/openai/ignored-members.ts';
import { openAiDraft } from '#core/dialects/openai/openai-draft.ts';
import { ChatBody } from './chat-body.ts';
import { chatConversation } from './chat-conversation.ts';
import { toToolChoice } from './chat-tool.ts';
import { toOutputSchema } from './response-format.ts';

/**
 * What the body asks for.
 *
 * @throws ServiceError `invalid_request`
 */
export const toChatDraft = (body: ChatBody, headers: Readonly<Record<string, string>>): DialectDraft => {
  const maxTokens = body.max_completion_tokens ?? body.max_tokens;
  const stops = body.stop ?? [];
  const draft = openAiDraft(body, headers, {
    ...chatConversation(body.messages),
    fieldNames: { messages: 'messages', system: 'messages' },
    parameters: {
      ...(maxTokens && { max_tokens: maxTokens }),
      ...(stops.length > 0 && { stop_sequences: stops }),
      ...effortParameters(body.reasoning_effort),
    },
    outputSchema: toOutputSchema(body.response_format),
    tools: { tools: (body.tools ?? []).map((tool) => tool.function), choice: toToolChoice(body.tool_choice) },
  });
  const twice = body.max_completion_tokens && body.max_tokens ? ['max_tokens'] : [];
  return { draft, ignored: [...ignoredMembers(ChatBody, body), ...twice] };
};
