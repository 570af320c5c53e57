/** A server-sent event. */
export interface ServerSentEvent {
  readonly id?: number;
  /** @default - the frame has a data line only */
  readonly event?: string;
  readonly data: object;
}

/**
 * The event as it goes over the wire. JSON has no raw line breaks, so its data is one line.
 *
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export const sseFrame = ({ id, event, data }: ServerSentEvent): string =>
  [
    ...(id === undefined ? [] : [`id: ${id}\n`]),
    ...(event === undefined ? [] : [`event: ${event}\n`]),
    `data: ${JSON.stringify(data)}\n\n`,
  ].join('');
