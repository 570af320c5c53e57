import { refuse } from '#core/dialects/refuse.ts';
import type { CallParameters } from '#core/runs/call-parameters.ts';
import { type FunctionTool, toClientTool } from './function-tool.ts';

/** Whether the model must call a tool, and which of the tools it may call: all if no names are given. */
export interface ToolChoice {
  readonly mode: 'none' | 'auto' | 'required';
  readonly names?: readonly string[];
}

/** What a request says about the tools that its caller runs. */
export interface ToolWishes {
  readonly tools: readonly FunctionTool[];
  readonly choice: ToolChoice;
  /** Whether the model may call several at once. */
  readonly isParallel: boolean;
}

const checkNames = ({ tools, choice: { mode, names = [] } }: ToolWishes): void => {
  const offered = tools.map(({ name }) => name);
  const missing = names.find((name) => !offered.includes(name));
  if (missing !== undefined) refuse('/tool_choice', `there is no tool "${missing}" in tools`);
  if (mode === 'required' && tools.length === 0) refuse('/tool_choice', 'there are no tools to call');
};

const toolChoice = ({ choice: { mode, names = [] }, isParallel }: ToolWishes): CallParameters['tool_choice'] => {
  if (mode === 'none') return { type: 'none' };
  const [name, ...others] = names;
  const isOne = mode === 'required' && name !== undefined && others.length === 0;
  return {
    ...(isOne ? { type: 'tool', name } : { type: mode === 'required' ? 'any' : 'auto' }),
    ...(!isParallel && { disable_parallel_tool_use: true }),
  };
};

/**
 * The tools of the caller, and the choice among them, in Claude's words.
 *
 * @throws ServiceError `invalid_request` if the choice is not among the tools.
 */
export const toolParameters = (wishes: ToolWishes): CallParameters => {
  checkNames(wishes);
  const { tools, choice } = wishes;
  if (tools.length === 0) return {};
  const mayCall = ({ name }: FunctionTool): boolean => !choice.names || choice.names.includes(name);
  return { tools: tools.filter(mayCall).map(toClientTool), tool_choice: toolChoice(wishes) };
};
