/**
 * The value as JSON without characters of two UTF-16 units: those are escaped.
 *
 * Middy streams a long string in pieces of 16,384 units and encodes each by itself, which ruins a character that is cut
 * in two.
 */
export const jsonText = (value: object): string =>
  JSON.stringify(value).replaceAll(/[\ud800-\udfff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
