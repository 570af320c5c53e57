import type { Timing } from './contestant.ts';

/**
 * Reads a stream to its end and notes when the marker first appeared.
 *
 * @throws Error if it never did: then there was no answer to time.
 */
export const readFirstToken = async (
  chunks: AsyncIterable<Uint8Array>,
  marker: string,
  startedAtMs: number,
): Promise<Timing> => {
  const decoder = new TextDecoder();
  let text = '';
  let firstTokenMs: number | undefined;
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true });
    if (firstTokenMs === undefined && text.includes(marker)) firstTokenMs = performance.now() - startedAtMs;
  }
  if (firstTokenMs === undefined) throw new Error(`no ${marker} in the answer: ${text.slice(0, 500)}`);
  return { firstTokenMs, totalMs: performance.now() - startedAtMs };
};
