import type { Prompt, PromptStatus } from './prompt.ts';

/** Which prompts of a tenant to list, newest first. */
export interface PromptQuery {
  readonly limit: number;
  /** Only prompts older than the one with this id. */
  readonly after?: string;
  readonly createdFromMs?: number;
  readonly createdToMs?: number;
  readonly model?: string;
  readonly status?: PromptStatus;
}

/** A page of prompts, without their texts. */
export interface PromptPage {
  readonly prompts: readonly Prompt[];
  readonly hasMore: boolean;
  /**
   * What the next page comes `after`: the last prompt read, which the filters may have left out of this page.
   *
   * A page reads so much and no more: with filters that match little it may be short, or empty, and have more.
   */
  readonly lastId?: string;
}

/** Where prompts are kept. Every call but `listOpen` is confined to one tenant. */
export interface PromptStore {
  /** Stores a prompt in progress, and notes it as open. Fails if the id exists. */
  create(prompt: Prompt): Promise<void>;
  /**
   * Records how a prompt ended; it stays noted as open until `close`.
   *
   * @returns the record as it now stands: the given one, or the earlier ending if it had ended before.
   * @throws ServiceError `not_found` if there is no such prompt.
   */
  finish(prompt: Prompt): Promise<Prompt>;
  /** Forgets that the prompt is open: its ending is stored and its usage counted. Safe to repeat. */
  close(tenantId: string, id: string): Promise<void>;
  /** Forgets a prompt in progress, as if it had never been stored: it was refused. Safe to repeat. */
  discard(tenantId: string, id: string): Promise<void>;
  get(tenantId: string, id: string): Promise<Prompt | undefined>;
  list(tenantId: string, query: PromptQuery): Promise<PromptPage>;
  /**
   * Deletes a prompt that has ended, and its texts.
   *
   * @returns false if there was none.
   * @throws ServiceError `conflict` while it is noted as open: its usage has yet to be counted.
   */
  delete(tenantId: string, id: string): Promise<boolean>;
  /** Prompts noted as open whose deadline is before that time, of all tenants, without their texts. */
  listOpen(deadlineBeforeMs: number): AsyncIterable<Prompt>;
}
