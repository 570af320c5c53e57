import type { Profile } from '#core/runs/run-request.ts';
import type { Contestant } from './contestant.ts';
import { readFirstToken } from './read-first-token.ts';

/** This service, through its front door, streaming. */
export const serviceCall = (baseUrl: string, apiKey: string, model: string, profile: Profile): Contestant => ({
  name: `headless-claude, ${profile}`,
  ask: async (prompt) => {
    const startedAtMs = performance.now();
    const response = await fetch(`${baseUrl}/v1/prompts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ prompt, model, profile, stream: true }),
    });
    if (!response.ok || !response.body) throw new Error(`${response.status}: ${await response.text()}`);
    return readFirstToken(response.body, 'message.delta', startedAtMs);
  },
});
