import type { ObjectStore } from '#core/files/object-store.ts';
import type { Batch } from './batch.ts';
import { inputKey } from './batch-objects.ts';
import { type LineStart, readByteLines } from './byte-lines.ts';
import { MAX_LINE_BYTES, readInputLine } from './input-line.ts';
import type { FoundLine } from './new-line-job.ts';

const isAgent = (body: Readonly<Record<string, unknown>>): boolean =>
  (body['metadata'] as { readonly profile?: unknown } | undefined)?.profile === 'agent';

/** The requests of a batch from there on, as its input has them: that was checked, and is the batch's own. */
export const foundLines = async function* (
  { id, endpoint }: Pick<Batch, 'id' | 'endpoint'>,
  start: LineStart,
  { objects }: { readonly objects: ObjectStore },
): AsyncGenerator<FoundLine, void, void> {
  const chunks = objects.read(inputKey(id), { offsetBytes: start.offsetBytes });
  for await (const found of readByteLines(chunks, MAX_LINE_BYTES, start)) {
    const { line, offsetBytes, lengthBytes } = found;
    if (found.kind === 'fault') throw new Error(`line ${line} of ${id} is ${found.fault} where it was read before`);
    if (found.text.trim() === '') continue;
    const { customId, body } = readInputLine(found.text, endpoint);
    const profile = isAgent(body) ? 'agent' : 'chat';
    yield { place: { line, offsetBytes, lengthBytes }, customId, profile };
  }
};
