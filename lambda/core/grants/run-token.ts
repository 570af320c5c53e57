/** What the gate function is called with: it names the grant, and proves the right to it. */
export const runToken = (runId: string, secret: string): string => `${runId}.${secret}`;

/** The longest id has fewer. */
const TOKEN = /^(\w{1,64})\.[\w-]{43}$/;

/** The run that the token is of; undefined: it is no token. */
export const runIdOf = (token: string): string | undefined => TOKEN.exec(token)?.[1];
