/** Where a line of a file is. */
export interface LinePlace {
  /** Counts from 0. */
  readonly line: number;
  readonly offsetBytes: number;
  /** Without the line's end. */
  readonly lengthBytes: number;
}

/** A line of a file: its text, or why it has none. */
export type ByteLine = LinePlace &
  (
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'fault'; readonly fault: 'too_long' | 'not_utf8' }
  );

/** Where to begin. */
export type LineStart = Pick<LinePlace, 'line' | 'offsetBytes'>;

/** Finds the lines of a file that comes in pieces. */
export interface ByteLines {
  /** The lines that end in the next piece. */
  push(chunk: Uint8Array): readonly ByteLine[];
  /** The last line, if it does not end with a newline. */
  end(): readonly ByteLine[];
}

/** The beginning of a file. */
export const FILE_START: LineStart = { line: 0, offsetBytes: 0 };

const NEWLINE = 0x0a;
const RETURN = 0x0d;

const join = (parts: readonly Uint8Array[], lengthBytes: number): Uint8Array => {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const joined = new Uint8Array(lengthBytes);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};

/**
 * Finds lines that end with a newline, or with a carriage return before it, and where each begins.
 *
 * Looks at every byte once, and holds no more than one line. One that is too long is passed over, not held.
 */
export const createByteLines = (maxLineBytes: number, start: LineStart = FILE_START): ByteLines => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let { line, offsetBytes } = start;
  let parts: Uint8Array[] = [];
  let heldBytes = 0;

  const add = (part: Uint8Array): void => {
    if (part.length === 0) return;
    heldBytes += part.length;
    // One byte more may be the carriage return.
    if (heldBytes > maxLineBytes + 1) parts = [];
    else parts.push(part);
  };

  const read = (): ByteLine => {
    if (heldBytes > maxLineBytes + 1) {
      return { line, offsetBytes, lengthBytes: heldBytes, kind: 'fault', fault: 'too_long' };
    }
    const bytes = join(parts, heldBytes);
    const lengthBytes = bytes.at(-1) === RETURN ? bytes.length - 1 : bytes.length;
    const place = { line, offsetBytes, lengthBytes };
    if (lengthBytes > maxLineBytes) return { ...place, kind: 'fault', fault: 'too_long' };
    try {
      return { ...place, kind: 'text', text: decoder.decode(bytes.subarray(0, lengthBytes)) };
    } catch {
      return { ...place, kind: 'fault', fault: 'not_utf8' };
    }
  };

  const take = (): ByteLine => {
    const found = read();
    line += 1;
    offsetBytes += heldBytes;
    parts = [];
    heldBytes = 0;
    return found;
  };

  return {
    push(chunk) {
      const lines: ByteLine[] = [];
      let from = 0;
      for (let to = chunk.indexOf(NEWLINE); to !== -1; to = chunk.indexOf(NEWLINE, from)) {
        add(chunk.subarray(from, to));
        lines.push(take());
        offsetBytes += 1;
        from = to + 1;
      }
      add(chunk.subarray(from));
      return lines;
    },
    end: () => (heldBytes > 0 ? [take()] : []),
  };
};

/** The lines of a file, from `start` on: where `chunks` begin. */
export const readByteLines = async function* (
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes: number,
  start: LineStart = FILE_START,
): AsyncGenerator<ByteLine, void, void> {
  const lines = createByteLines(maxLineBytes, start);
  for await (const chunk of chunks) yield* lines.push(chunk);
  yield* lines.end();
};
