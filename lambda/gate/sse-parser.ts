/**
 * Reads the data of server-sent events from a stream of bytes that may be cut anywhere.
 *
 * Each byte is looked at once, however long its line is. A carriage return alone, which the standard also lets end a
 * line, is not taken for an end: https://html.spec.whatwg.org/multipage/server-sent-events.html
 *
 * @returns what to call with each chunk; it calls back with the data of every event that the chunk completes
 */
export const createSseParser = (onData: (data: string) => void): ((chunk: Uint8Array) => void) => {
  const decoder = new TextDecoder();
  let unfinishedLine: string[] = [];
  let dataLines: string[] = [];

  const endLine = (line: string): void => {
    if (line.startsWith('data:')) dataLines.push(line.slice(line.startsWith('data: ') ? 6 : 5));
    if (line !== '' || dataLines.length === 0) return;
    onData(dataLines.join('\n'));
    dataLines = [];
  };

  return (chunk) => {
    const text = decoder.decode(chunk, { stream: true });
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      const line = [...unfinishedLine, text.slice(start, end)].join('');
      unfinishedLine = [];
      start = end + 1;
      endLine(line.endsWith('\r') ? line.slice(0, -1) : line);
    }
    if (start < text.length) unfinishedLine.push(text.slice(start));
  };
};
