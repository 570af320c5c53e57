import { sseFrame } from '#core/http/sse-frame.ts';
import type { Dialect } from './dialect.ts';

/** The frames that any stream of a dialect may have besides its own. */
export interface StreamFrames {
  /** Says that the stream is still there. */
  readonly heartbeat: string;
  /** The last frame of a stream that fails, made of the body of the error's answer. */
  failure(body: object): string;
}

const named = (heartbeat: object): StreamFrames => ({
  heartbeat: sseFrame({ event: 'ping', data: heartbeat }),
  failure: (body) => sseFrame({ event: 'error', data: body }),
});

/** A comment is the only heartbeat that OpenAI's clients do not take for data. */
export const STREAM_FRAMES: Readonly<Record<Dialect, StreamFrames>> = {
  native: named({}),
  anthropic: named({ type: 'ping' }),
  openai: {
    heartbeat: ': keepalive\n\n',
    failure: (body) => sseFrame({ data: body }),
  },
};
