import type { Contestant } from './contestant.ts';
import { readFirstToken } from './read-first-token.ts';

/** The floor: the stand-in model called directly. */
export const directCall = (modelUrl: string, model: string): Contestant => ({
  name: 'model called directly',
  ask: async (prompt) => {
    const startedAtMs = performance.now();
    const response = await fetch(`${modelUrl}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': 'bench', 'anthropic-version': '2023-06-01' },
      body: JSON.stringify({ model, max_tokens: 1024, stream: true, messages: [{ role: 'user', content: prompt }] }),
    });
    if (!response.ok || !response.body) throw new Error(`the stand-in model answered ${response.status}`);
    return readFirstToken(response.body, 'text_delta', startedAtMs);
  },
});
