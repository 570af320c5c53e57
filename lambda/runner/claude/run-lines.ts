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

/** The CLI's validator knows draft 07 only: by the name of another, no answer would satisfy the schema. */
const schemaMember = (outputSchema: RunRequest['outputSchema']): { readonly jsonSchema?: Record<string, unknown> } => {
  if (!outputSchema) return {};
  const { $schema: _draft, ...jsonSchema } = outputSchema;
  return { jsonSchema };
};

const chatRequests = ({ model, system, outputSchema }: RunRequest): readonly ControlRequest[] => [
  {
    subtype: 'initialize',
    systemPrompt: system ? [system] : [],
    ...schemaMember(outputSchema),
    agents: { main: { description: 'Answers.', prompt: '', model, tools: [] } },
  },
];

const agentRequests = ({ model, system, outputSchema }: RunRequest): readonly ControlRequest[] => [
  {
    subtype: 'initialize',
    ...schemaMember(outputSchema),
    ...(system && { appendSystemPrompt: system }),
    agents: { main: { description: 'Works.', prompt: '', model, tools: AGENT_TOOLS } },
  },
  { subtype: 'set_permission_mode', mode: 'bypassPermissions' },
];

/**
 * What a warm process is told to carry out a run: its configuration, and last the user's message.
 *
 * @param placeholder the message: the gate puts the run's conversation in its place (lambda/gate/compose-call.ts)
 */
export const runLines = (request: RunRequest, placeholder: string): readonly string[] => {
  const requests = request.profile === 'chat' ? chatRequests(request) : agentRequests(request);
  return [...requests.map((entry, index) => controlLine(`run-${index}`, entry)), userLine(placeholder)];
};
