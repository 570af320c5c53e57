import type { PromptDraft } from '#core/prompts/prompt-draft.ts';

/** What a request of another vendor's API asks for. */
export interface DialectDraft {
  readonly draft: PromptDraft;
  /** Names of what it asks for and does not get. */
  readonly ignored: readonly string[];
}
