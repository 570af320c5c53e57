const NEWLINE = 0x0a;

/**
 * The lines of a stream of UTF-8, without the newlines.
 *
 * Looks at every byte once: searching a long line anew with every chunk of it takes seconds.
 *
 * @throws RangeError when a line has more than `maxLineBytes`.
 */
export const splitLines = async function* (
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes: number,
): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let parts: string[] = [];
  let lineBytes = 0;

  const add = (part: Uint8Array): void => {
    lineBytes += part.length;
    if (lineBytes > maxLineBytes) throw new RangeError(`a line has more than ${maxLineBytes} bytes`);
    // A character may be cut: the decoder keeps its first bytes until the rest comes.
    parts.push(decoder.decode(part, { stream: true }));
  };
  const take = (): string => {
    const line = parts.join('') + decoder.decode();
    parts = [];
    lineBytes = 0;
    return line;
  };

  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    add(chunk.subarray(start));
  }
  if (lineBytes > 0) yield take();
};
