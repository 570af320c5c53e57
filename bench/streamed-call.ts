import type { LocalService } from '#local/start-local.ts';
import type { Contestant } from './contestant.ts';
import { readFirstToken } from './read-first-token.ts';

/** A way to ask this service for a stream through its front door. */
export interface StreamedCall {
  readonly name: string;
  readonly path: string;
  /** The body of a request with that prompt. */
  readonly body: (prompt: string) => object;
  /** What the first event with text has, and none before. */
  readonly marker: string;
}

/** That way as a contestant. */
export const streamedCall = (
  { baseUrl, credentials }: LocalService,
  { name, path, body, marker }: StreamedCall,
): Contestant => ({
  name: `headless-claude, ${name}`,
  ask: async (prompt) => {
    const startedAtMs = performance.now();
    const response = await fetch(`${baseUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${credentials.api_key}` },
      body: JSON.stringify({ ...body(prompt), stream: true }),
    });
    if (!response.ok || !response.body) throw new Error(`${response.status}: ${await response.text()}`);
    return readFirstToken(response.body, marker, startedAtMs);
  },
});
