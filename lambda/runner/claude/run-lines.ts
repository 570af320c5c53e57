import type { RunRequest } from '#core/runs/run-request.ts';
import type { ControlRequest } from './control-request.ts';
import { controlLine, userLine } from './control-request.ts';

/**
 * The tools of the agent profile.
 *
 * All of Claude Code's tools would add 48 KB to every call, these add 8 KB. Grep and Glob are not offered unless asked
 * for in argv, where they cost 4 KB; the shell has grep and find.
 */
const AGENT_TOOLS = ['Bash', 'Read', 'Write', 'Edit', 'WebFetch'];

const chatRequests = ({ model, system }: RunRequest): readonly ControlRequest[] => [
  {
    subtype: 'initialize',
    systemPrompt: system ? [system] : [],
    agents: { main: { description: 'Answers.', prompt: '', model, tools: [] } },
  },
  // Models that always think ignore it; haiku-4-5 would spend up to 32,000 tokens.
  { subtype: 'set_max_thinking_tokens', max_thinking_tokens: 0 },
];

const agentRequests = ({ model, system }: RunRequest): readonly ControlRequest[] => [
  {
    subtype: 'initialize',
    ...(system && { appendSystemPrompt: system }),
    agents: { main: { description: 'Works.', prompt: '', model, tools: AGENT_TOOLS } },
  },
  { subtype: 'set_permission_mode', mode: 'bypassPermissions' },
];

/** What a warm process is told to carry out a run: its configuration, and last the prompt. */
export const runLines = (request: RunRequest): readonly string[] => {
  const requests = request.profile === 'chat' ? chatRequests(request) : agentRequests(request);
  return [...requests.map((entry, index) => controlLine(`run-${index}`, entry)), userLine(request.prompt)];
};
