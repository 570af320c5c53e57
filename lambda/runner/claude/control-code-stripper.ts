import { stripVTControlCharacters } from 'node:util';

const ESCAPE = '\u001b';
const CONTROL_SEQUENCE_INTRODUCER = '\u009b';

/** An operating system command, up to the end of the text: it lasts until BEL, ESC \ or ST. */
const OPEN_COMMAND = `${ESCAPE}\\](?:(?!\u0007|${ESCAPE}\\\\|\u009c).)*`;
/** Any other code whose last character has not come. */
const OPEN_SEQUENCE = `[${ESCAPE}${CONTROL_SEQUENCE_INTRODUCER}][[\\]()#;?]*(?:\\d{1,4}(?:[;:]\\d{0,4})*)?`;
/** The beginning of a control code that the text ends with, as `stripVTControlCharacters` understands them. */
const OPEN_CODE = new RegExp(`(?:${OPEN_COMMAND}|${OPEN_SEQUENCE})$`, 's');

/** No control code is as long as this; what looks like one is text. */
const MAX_CODE_CHARS = 4096;

/** Removes terminal control codes from a text that comes in pieces. */
export interface ControlCodeStripper {
  /** The piece without codes; the end of it is kept back while it may be the beginning of a code. */
  strip(piece: string): string;
  /** What was kept back; to be called where the text ends. */
  flush(): string;
}

/** A stripper at the start of a text. */
export const createControlCodeStripper = (): ControlCodeStripper => {
  let held = '';
  return {
    strip(piece) {
      const text = held + piece;
      held = '';
      if (!text.includes(ESCAPE) && !text.includes(CONTROL_SEQUENCE_INTRODUCER)) return text;
      const start = text.search(OPEN_CODE);
      if (start === -1 || text.length - start > MAX_CODE_CHARS) return stripVTControlCharacters(text);
      held = text.slice(start);
      return stripVTControlCharacters(text.slice(0, start));
    },
    flush() {
      const rest = stripVTControlCharacters(held);
      held = '';
      return rest;
    },
  };
};
