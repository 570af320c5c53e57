import { beforeStall } from './before-stall.ts';

/** The body of an answer as it comes; `onStall` is told of every wait for a chunk that takes too long. */
export async function* upstreamChunks(
  { body }: Response,
  stallTimeoutMs: number,
  onStall: () => void,
): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await beforeStall(reader.read(), stallTimeoutMs, onStall);
    if (done) return;
    yield value;
  }
}
