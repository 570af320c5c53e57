import type { DialectDraft } from '#core/dialects/dialect-draft.ts';
import { effortParameters } from '#core/dialects/openai/effort.ts';
import { ignoredMembers } from '#core/dialects/openai/ignored-members.ts';
import { openAiDraft } from '#core/dialects/openai/openai-draft.ts';
import { ResponseBody } from './response-body.ts';
import { responseConversation } from './response-conversation.ts';
import { toToolChoice } from './response-tool.ts';
import { toOutputSchema } from './text-format.ts';

/**
 * What the body asks for.
 *
 * @throws ServiceError `invalid_request`
 */
export const toResponseDraft = (body: ResponseBody, headers: Readonly<Record<string, string>>): DialectDraft => {
  const draft = openAiDraft(body, headers, {
    ...responseConversation(body.instructions, body.input),
    fieldNames: { messages: 'input', system: body.instructions ? 'instructions' : 'input' },
    parameters: {
      ...(body.max_output_tokens && { max_tokens: body.max_output_tokens }),
      ...effortParameters(body.reasoning?.effort),
    },
    outputSchema: toOutputSchema(body.text?.format),
    tools: { tools: body.tools ?? [], choice: toToolChoice(body.tool_choice) },
  });
  // Another model thought it: Claude takes back only thinking that it has signed.
  const reasoning = body.input.some(({ type }) => type === 'reasoning') ? ['input.reasoning'] : [];
  return { draft, ignored: [...ignoredMembers(ResponseBody, body), ...reasoning] };
};
