import type { z } from 'zod';
import type { AnswerSchema } from '#core/dialects/answer-schema.ts';
import { OPTION_NAMES, readCallOptions } from '#core/dialects/call-options.ts';
import { checkSchemaTools } from '#core/dialects/check-schema-tools.ts';
import { refuse } from '#core/dialects/refuse.ts';
import type { FieldNames, PromptDraft } from '#core/prompts/prompt-draft.ts';
import type { CallParameters } from '#core/runs/call-parameters.ts';
import type { Conversation } from '#core/runs/conversation.ts';
import type { COMMON_MEMBERS } from './common-members.ts';
import { samplingParameters } from './sampling.ts';
import { type ToolWishes, toolParameters } from './tool-parameters.ts';

type CommonMembers = { readonly [M in keyof typeof COMMON_MEMBERS]?: z.output<(typeof COMMON_MEMBERS)[M]> };

/** What the two APIs say in different words. */
export interface OpenAiWishes {
  readonly messages: Conversation;
  readonly system: string | undefined;
  readonly parameters: CallParameters;
  readonly outputSchema: AnswerSchema | undefined;
  readonly tools: Omit<ToolWishes, 'isParallel'>;
  readonly fieldNames: Pick<FieldNames, 'messages' | 'system'>;
}

/**
 * What a request of either API asks for.
 *
 * The schema of an answer is a tool call for Claude Code. So it gives way to a call that the model must make, and takes
 * all tools away that it may not call.
 *
 * @throws ServiceError `invalid_request`
 */
export const openAiDraft = (
  body: CommonMembers,
  headers: Readonly<Record<string, string>>,
  { messages, system, parameters, outputSchema, tools: { tools, choice }, fieldNames }: OpenAiWishes,
): PromptDraft => {
  const options = readCallOptions(headers, body.metadata ?? {});
  if (options.profile === 'agent' && tools.length > 0) {
    refuse('/tools', 'the profile agent works with tools of its own; use the profile chat with yours');
  }
  const hasSchema = outputSchema !== undefined;
  if (hasSchema) checkSchemaTools(tools);
  const offered = hasSchema && choice.mode === 'none' ? [] : tools;
  const isParallel = body.parallel_tool_calls !== false;
  return {
    ...options,
    messages,
    system,
    model: body.model ?? undefined,
    stream: body.stream === true,
    store: body.store !== false,
    parameters: {
      ...parameters,
      ...samplingParameters(body),
      ...toolParameters({ tools: offered, choice, isParallel }),
    },
    outputSchema: choice.mode === 'required' ? undefined : outputSchema,
    fieldNames: { ...OPTION_NAMES, ...fieldNames },
  };
};
