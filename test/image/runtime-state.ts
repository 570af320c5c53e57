/**
 * Where the runtime of an execution environment is, as AWS's own Runtime API tells it:
 * https://github.com/aws/aws-lambda-runtime-interface-emulator/blob/4fa21571526087e3a0076b9fecf67a79e3927994/internal/lambda/core/states.go
 */
export type RuntimeState = 'started' | 'init_error' | 'ready' | 'running' | 'responding' | 'responded';

/** What a process can ask of the Runtime API. */
export type RuntimeCall = 'next' | 'response' | 'error' | 'init_error';

/**
 * Who asks for the next invocation while one is running gets the same again; once its response has begun, nobody does.
 * Only the first response to an invocation counts.
 */
const TRANSITIONS: Readonly<Record<RuntimeState, Partial<Readonly<Record<RuntimeCall, RuntimeState>>>>> = {
  started: { next: 'ready', init_error: 'init_error' },
  init_error: {},
  ready: { next: 'ready' },
  running: { next: 'running', response: 'responding', error: 'responding' },
  responding: {},
  responded: { next: 'ready' },
};

/** The state that a call leads to; undefined if the call is refused. */
export const stateAfter = (state: RuntimeState, call: RuntimeCall): RuntimeState | undefined =>
  TRANSITIONS[state][call];
