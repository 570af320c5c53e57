import { refuse } from '#core/dialects/refuse.ts';
import type { CallParameters } from '#core/runs/call-parameters.ts';
import type { AnthropicVersion } from './anthropic-version.ts';
import { meaningful } from './content-block.ts';
import type { MessagesBody } from './messages-body.ts';

const SAMPLING = ['temperature', 'top_p', 'top_k'] as const;

const samplingParameters = (body: MessagesBody, version: AnthropicVersion): CallParameters => {
  const asked = SAMPLING.filter((name) => body[name] !== undefined);
  if (version !== '2023-06-01') {
    for (const name of asked) refuse(`/${name}`, `is not a parameter of anthropic-version ${version}`);
  }
  return Object.fromEntries(asked.map((name) => [name, body[name]]));
};

const checkTools = ({ tools = [], tool_choice: choice }: MessagesBody): void => {
  const names = tools.map(({ name }) => name);
  const twice = names.findIndex((name, index) => names.indexOf(name) < index);
  if (twice >= 0) refuse(`/tools/${twice}/name`, `there is another tool "${names[twice]}"`);
  if (choice && names.length === 0) refuse('/tool_choice', 'there are no tools to choose from');
  if (choice?.type === 'tool' && !names.includes(choice.name)) {
    refuse('/tool_choice/name', `there is no tool "${choice.name}" in tools`);
  }
};

const toolParameters = (body: MessagesBody): CallParameters => {
  checkTools(body);
  const { tools = [], tool_choice } = body;
  if (tools.length === 0) return {};
  return {
    tools: tools.map(({ defer_loading: _defer, allowed_callers: _callers, type: _type, ...tool }) =>
      meaningful({ type: 'custom', ...tool }),
    ),
    ...(tool_choice && { tool_choice }),
  };
};

const thinkingParameters = ({ thinking, max_tokens: maxTokens }: MessagesBody): CallParameters => {
  if (!thinking) return {};
  if (thinking.type === 'enabled') {
    if (thinking.budget_tokens === undefined) refuse('/thinking/budget_tokens', 'must be given');
    if ((thinking.budget_tokens ?? 0) >= maxTokens) refuse('/thinking/budget_tokens', 'must be less than max_tokens');
  }
  return { thinking };
};

/**
 * What the request wants of each call of the model.
 *
 * @throws ServiceError `invalid_request` for what does not go together.
 */
export const toParameters = (body: MessagesBody, version: AnthropicVersion): CallParameters => {
  const { max_tokens, stop_sequences: stopSequences = [], output_config: outputConfig } = body;
  return {
    max_tokens,
    ...samplingParameters(body, version),
    ...(stopSequences.length > 0 && { stop_sequences: stopSequences }),
    ...thinkingParameters(body),
    ...(outputConfig?.effort && { output_config: { effort: outputConfig.effort } }),
    ...toolParameters(body),
  };
};
