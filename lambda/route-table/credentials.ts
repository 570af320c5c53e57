/** A route that callers use, with a Cognito access token or an API key. */
export const CALLER = { function: 'api', credential: 'caller', scope: 'prompts' } as const;

/** A route that needs no credential. */
export const PUBLIC = { function: 'api', credential: 'none' } as const;
