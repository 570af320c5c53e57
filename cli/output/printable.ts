/** Of the control characters, what moves no cursor and changes no colour but ends lines and indents. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** A text of others, without what could command the terminal; line breaks and tabs stay. */
export const printable = (text: string): string => text.replace(CONTROL, '');
