import type { CallParameters } from '#core/runs/call-parameters.ts';
import type { Conversation } from '#core/runs/conversation.ts';
import type { Profile } from '#core/runs/run-request.ts';

/** What the caller's API calls what a deployment limits: members of the body, or headers. */
export interface FieldNames {
  readonly messages: string;
  readonly system: string;
  readonly maxCostUsd: string;
  readonly timeoutSeconds: string;
}

/** What a caller asks for, whichever API it speaks, before the deployment's defaults and limits. */
export interface PromptDraft {
  readonly messages: Conversation;
  readonly system?: string | undefined;
  /** Id or alias. */
  readonly model?: string | undefined;
  readonly profile?: Profile | undefined;
  readonly stream: boolean;
  readonly parameters?: CallParameters | undefined;
  /** JSON schema of an object that the answer must be. */
  readonly outputSchema?: Readonly<Record<string, unknown>> | undefined;
  readonly maxTurns?: number | undefined;
  readonly maxCostUsd?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  /** What its usage is told apart by. */
  readonly tags?: readonly string[] | undefined;
  /** False: neither what was said nor the answer is kept. */
  readonly store: boolean;
  /** What a refusal names. */
  readonly fieldNames: FieldNames;
}
