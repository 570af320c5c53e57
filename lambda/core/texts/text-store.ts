/** Whose text it is, and what it is called: `job_…/request`. */
export interface TextName {
  readonly tenantId: string;
  readonly name: string;
}

/** Where texts of any length are kept beside the record that they belong to, so that changing that costs little. */
export interface TextStore {
  /** Stores the text, replacing what was there. @param expiresAtSeconds when it may be deleted. */
  put(name: TextName, text: string, expiresAtSeconds: number): Promise<void>;
  get(name: TextName): Promise<string | undefined>;
  /** Safe to repeat. */
  delete(name: TextName): Promise<void>;
}
