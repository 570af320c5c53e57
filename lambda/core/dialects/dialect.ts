/** Whose API a request speaks: its errors, its heartbeat and its streams are of that shape. */
export type Dialect = 'native' | 'anthropic' | 'openai';
