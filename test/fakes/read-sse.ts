import { _iterSSEMessages } from 'openai/core/streaming';

/** A server-sent event as a client sees it. */
export interface ReadEvent {
  readonly id: string | undefined;
  readonly event: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of it.
  readonly data: any;
}

const idOf = (lines: readonly string[]): string | undefined =>
  lines.find((line) => line.startsWith('id:'))?.replace(/^id: ?/, '');

/** The events in the text as the parser of OpenAI's SDK reads them, their data as JSON; what has no data is left out. */
export const readSse = async (text: string): Promise<readonly ReadEvent[]> => {
  const events: ReadEvent[] = [];
  for await (const { event, data, raw } of _iterSSEMessages(new Response(text), new AbortController())) {
    if (data !== '') events.push({ id: idOf(raw), event, data: JSON.parse(data) });
  }
  return events;
};
