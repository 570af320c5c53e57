/** How long one answer took, from asking for it. */
export interface Timing {
  readonly firstTokenMs: number;
  readonly totalMs: number;
}

/** One way to get an answer of the stand-in model. */
export interface Contestant {
  readonly name: string;
  /** Asks for one answer. @throws if it is not the whole answer. */
  ask(prompt: string): Promise<Timing>;
}
