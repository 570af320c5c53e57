import { z } from 'zod';
import type { CallParameters } from '#core/runs/call-parameters.ts';
import type { ContentBlock, Conversation } from '#core/runs/conversation.ts';
import type { Profile } from '#core/runs/run-request.ts';

/** What a run is about: the CLI gets to see a placeholder only. */
export interface CallContents {
  /** The text that stands for the conversation in what the CLI sends. */
  readonly placeholder: string;
  readonly profile: Profile;
  readonly messages: Conversation;
  readonly parameters: CallParameters;
  /** The CLI is to offer the model its tool for an answer by a schema. */
  readonly hasOutputSchema: boolean;
}

type Message = Conversation[number];
type Json = Readonly<Record<string, unknown>>;

const Messages = z.array(
  z.looseObject({ role: z.string(), content: z.union([z.string(), z.array(z.looseObject({}))]) }),
);
const Tools = z.array(z.unknown()).catch([]);
const Members = z.looseObject({}).catch({});

const blocksOf = (content: string | readonly Json[]): readonly Json[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : content;

const withoutBreakpoint = ({ cache_control: _dropped, ...block }: ContentBlock): ContentBlock => block;

/** The API takes four breakpoints of the cache at most, and where the CLI sets its own, it sets them best. */
const withoutBreakpoints = (messages: Conversation): Conversation =>
  messages.map(({ role, content }) => ({ role, content: content.map(withoutBreakpoint) }));

const hasBreakpoint = ({ system, messages, tools }: Json): boolean =>
  JSON.stringify([system, messages, tools]).includes('"cache_control":');

const isToolResult = ({ type }: Json): boolean => type === 'tool_result';

/** The last message in the place of the placeholder. What answers a tool must come first in its message. */
const fill = (held: readonly Json[], at: number, last: readonly ContentBlock[]): Message => {
  const results = last.filter(isToolResult);
  const others = last.filter((block) => !isToolResult(block));
  const content = [...results, ...held.slice(0, at), ...others, ...held.slice(at + 1)] as ContentBlock[];
  const breakpoint = held[at]?.['cache_control'];
  if (!breakpoint) return { role: 'user', content };
  return { role: 'user', content: content.with(-1, { ...content.at(-1), cache_control: breakpoint } as ContentBlock) };
};

/** The API takes none of these beside thinking. */
const excludesThinking = ({ temperature, top_p, top_k, tool_choice }: CallParameters): boolean =>
  [temperature, top_p, top_k].some((value) => value !== undefined) || /^(any|tool)$/.test(tool_choice?.type ?? '');

/** The CLI asks for thinking and effort unasked: right for its own agent, but nothing that the caller of a chat ordered. */
const withoutUnordered = (body: Json, profile: Profile, parameters: CallParameters): Json => {
  const { thinking: _thinking, ...unthinking } = body;
  if (profile === 'agent') return excludesThinking(parameters) ? unthinking : body;
  const { output_config: _effort, ...chat } = unthinking;
  return chat;
};

/**
 * The body of a call of the CLI with the run's conversation where its placeholder is, and the run's parameters.
 *
 * A body without the placeholder, such as a subagent's, stays as it is. So the model is sent what the caller wrote,
 * roles, images, thinking and tool calls included, whatever the CLI would have made of it, and however long it is.
 */
export const composeCall = (body: Json, { placeholder, profile, messages, parameters }: CallContents): Json => {
  const { data: sent = [] } = Messages.safeParse(body['messages']);
  const isPlaceholder = ({ text }: Json): boolean => text === placeholder;
  const index = sent.findIndex(({ role, content }) => role === 'user' && blocksOf(content).some(isPlaceholder));
  const held = sent[index];
  if (!held) return body;
  const blocks = blocksOf(held.content);
  const said = hasBreakpoint(body) ? withoutBreakpoints(messages) : messages;
  const { tools, output_config: outputConfig, ...members } = parameters;
  const own = withoutUnordered(body, profile, parameters);
  return {
    ...own,
    ...members,
    messages: [
      ...sent.slice(0, index),
      ...said.slice(0, -1),
      fill(blocks, blocks.findIndex(isPlaceholder), said.at(-1)?.content ?? []),
      ...sent.slice(index + 1),
    ],
    ...(tools && { tools: [...Tools.parse(own['tools']), ...tools] }),
    ...(outputConfig && { output_config: { ...Members.parse(own['output_config']), ...outputConfig } }),
  };
};
