/** What the CLI can be asked for on stdin, as far as we do. Every line is built here: the CLI also obeys shell commands. */
export type ControlRequest =
  | { readonly subtype: 'get_binary_version' }
  | { readonly subtype: 'interrupt' }
  | { readonly subtype: 'set_permission_mode'; readonly mode: 'bypassPermissions' }
  | {
      readonly subtype: 'initialize';
      readonly agents: { readonly main: MainAgent };
      /** Replaces Claude Code's own; empty for none at all. */
      readonly systemPrompt?: readonly string[];
      readonly appendSystemPrompt?: string;
      /** Of an object; the CLI offers the model a tool for it, `StructuredOutput`. */
      readonly jsonSchema?: Readonly<Record<string, unknown>>;
    };

/** The definition of the agent that `--agent main` names. */
export interface MainAgent {
  readonly description: string;
  /** Empty keeps the system prompt. */
  readonly prompt: string;
  readonly model: string;
  readonly tools: readonly string[];
}

/** A line of the CLI's stdin that asks for something; the answer carries the same id. */
export const controlLine = (requestId: string, request: ControlRequest): string =>
  JSON.stringify({ type: 'control_request', request_id: requestId, request });

/** A line of the CLI's stdin that says what the user says. */
export const userLine = (text: string): string =>
  JSON.stringify({
    type: 'user',
    parent_tool_use_id: null,
    session_id: '',
    message: { role: 'user', content: [{ type: 'text', text }] },
  });
