/** Why an invocation is over, as Lambda sees it. */
export type InvocationEnd =
  /** The runtime sent a whole response. */
  | 'responded'
  /** The handler threw, or the response broke off with an error in its trailers. */
  | 'function_error'
  /** The handler could not be loaded. */
  | 'init_error'
  /** The deadline passed: Lambda would end the environment. */
  | 'timed_out'
  /** The environment ended by itself. */
  | 'exited';

/** A piece of a response. */
export interface ResponseChunk {
  /** Since the runtime was given the invocation. */
  readonly afterMs: number;
  readonly text: string;
}

/** What became of one invocation. */
export interface Invocation {
  readonly end: InvocationEnd;
  /** Whether the response was sent in Lambda's streaming mode. */
  readonly isStreamed: boolean;
  readonly chunks: readonly ResponseChunk[];
  /** Of a `function_error` or an `init_error`, such as `Runtime.HandlerNotFound`. */
  readonly errorType?: string;
}
