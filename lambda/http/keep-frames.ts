import type { EventStream } from './api-request.ts';

/** What came of a stream. */
export interface KeptFrames {
  /** All frames in one text; undefined if they were too long to be kept. */
  readonly frames: string | undefined;
  /** What broke it off. */
  readonly failure?: unknown;
}

/** A model's longest answer in frames is a tenth of it. */
const MAX_CHARS = 16 * 1024 * 1024;

/**
 * The stream, made to tell what came of it before it ends.
 *
 * A reader that hangs up ends the run, not the stream: what still comes of that is read to its end.
 */
export const keepFrames = (stream: EventStream, keep: (kept: KeptFrames) => Promise<void>): EventStream => {
  let chars = 0;
  let parts: string[] | undefined = [];

  const collect = (frame: string): void => {
    chars += frame.length;
    if (chars > MAX_CHARS) parts = undefined;
    parts?.push(frame);
  };

  const kept = async function* (): AsyncGenerator<string, void, void> {
    try {
      for await (const frame of stream.frames) {
        collect(frame);
        yield frame;
      }
    } catch (failure) {
      await keep({ frames: parts?.join(''), failure });
      throw failure;
    }
    await keep({ frames: parts?.join('') });
  };

  const frames = kept();
  const readToEnd = async (): Promise<void> => {
    try {
      for (let next = await frames.next(); !next.done; ) next = await frames.next();
    } catch {
      // Nobody reads it any more, and it is kept.
    }
  };
  return {
    frames,
    cancel: () => {
      stream.cancel();
      void readToEnd();
    },
  };
};
