/** A server-sent event. */
export interface ServerSentEvent {
  /** `message` if it has no name: https://html.spec.whatwg.org/multipage/server-sent-events.html */
  readonly event: string;
  readonly data: string;
  /** What to go on after, if it says so. */
  readonly id?: string;
}

/** The server-sent events of an answer, as they come. Comments and retry times are left out. */
export const readEvents = async function* ({
  body,
}: Pick<Response, 'body'>): AsyncGenerator<ServerSentEvent, void, void> {
  if (!body) return;
  let event = 'message';
  let id: string | undefined;
  let data: string[] = [];
  for await (const line of readLines(body)) {
    if (line === '') {
      if (data.length > 0) yield { event, data: data.join('\n'), ...(id !== undefined && { id }) };
      event = 'message';
      id = undefined;
      data = [];
    } else if (line.startsWith('event:')) event = fieldOf(line);
    else if (line.startsWith('id:')) id = fieldOf(line);
    else if (line.startsWith('data:')) data.push(fieldOf(line));
  }
};

const fieldOf = (line: string): string => line.slice(line.indexOf(':') + 1).replace(/^ /, '');

const readLines = async function* (body: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/\r$/, '');
  }
};
