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
  let parts: Uint8Array[] = [];
  let lineBytes = 0;

  const add = (part: Uint8Array): void => {
    lineBytes += part.length;
    if (lineBytes > maxLineBytes) throw new RangeError(`a line has more than ${maxLineBytes} bytes`);
    parts.push(part);
  };
  const take = (): string => {
    const line = Buffer.concat(parts).toString('utf8');
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
