import { stripVTControlCharacters } from 'node:util';

const ESCAPE = '\u001b';
const CONTROL_SEQUENCE_INTRODUCER = '\u009b';

/** The beginning of a control code that the text ends with, whose rest may be in the next piece. */
const UNFINISHED_CODE = new RegExp(`[${ESCAPE}${CONTROL_SEQUENCE_INTRODUCER}][-\\w/#&.:=?%@~;[\\]()<>]*${ESCAPE}?$`);

/** No control code is as long as this; what looks like one is text. */
const MAX_CODE_CHARS = 4096;

/** Removes terminal control codes from a text that comes in pieces. */
export interface ControlCodeStripper {
  /** The piece without codes; the end of it is kept back while it may be the beginning of a code. */
  strip(piece: string): string;
  /** What was kept back; to be called where the text ends. */
  flush(): string;
}

export const createControlCodeStripper = (): ControlCodeStripper => {
  let held = '';

  const flush = (): string => {
    const rest = stripVTControlCharacters(held);
    held = '';
    return rest;
  };

  return {
    strip(piece) {
      const text = held + piece;
      held = '';
      if (!text.includes(ESCAPE) && !text.includes(CONTROL_SEQUENCE_INTRODUCER)) return text;
      const start = text.search(UNFINISHED_CODE);
      const isHeld = start !== -1 && text.length - start <= MAX_CODE_CHARS;
      held = isHeld ? text.slice(start) : '';
      return stripVTControlCharacters(isHeld ? text.slice(0, start) : text);
    },
    flush,
  };
};
