import type { RunEvent } from '#core/runs/run-event.ts';

/** What is kept of a run's events until its end. */
export interface RunRecord {
  /** Adds an event. */
  add(event: RunEvent): void;
  /** The answer so far. */
  text(): string;
  /** Bytes of everything said: by the model, to its tools, and by them. */
  readonly outputBytes: number;
  /** When the first text or thinking came; undefined while there is none. */
  readonly firstTokenAtMs: number | undefined;
}

const outputOf = (event: RunEvent): string => {
  switch (event.kind) {
    case 'text':
    case 'thinking':
      return event.text;
    case 'tool_started':
      return JSON.stringify(event.input) ?? '';
    case 'tool_completed':
      return event.output;
    default:
      return '';
  }
};

/** @param now milliseconds that only ever grow */
export const createRunRecord = (now: () => number): RunRecord => {
  const texts: string[] = [];
  let outputBytes = 0;
  let firstTokenAtMs: number | undefined;
  return {
    add(event) {
      outputBytes += Buffer.byteLength(outputOf(event));
      if (event.kind === 'text') texts.push(event.text);
      if (event.kind === 'text' || event.kind === 'thinking') firstTokenAtMs ??= now();
    },
    text: () => texts.join(''),
    get outputBytes() {
      return outputBytes;
    },
    get firstTokenAtMs() {
      return firstTokenAtMs;
    },
  };
};
