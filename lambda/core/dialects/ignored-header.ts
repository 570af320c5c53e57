const MAX_NAME_CHARS = 64;
const MAX_CHARS = 1000;
const CUT = '...';

/** A name is the caller's own text; what is no printable ASCII, or parts names, is escaped as in a URL. */
const toHeaderText = (name: string): string => {
  const escaped = name.toWellFormed().replaceAll(/[^\x21-\x7e]|[%,]/gu, encodeURIComponent);
  return escaped.length <= MAX_NAME_CHARS ? escaped : escaped.slice(0, MAX_NAME_CHARS - CUT.length) + CUT;
};

/**
 * The header that names what the request asked for and did not get; none if there is nothing.
 *
 * Names and the whole are cut short, with `...` at their end, at 64 and 1,000 characters.
 */
export const ignoredHeader = (names: readonly string[]): Readonly<Record<string, string>> => {
  if (names.length === 0) return {};
  const list = [...new Set(names.map(toHeaderText))].join(', ');
  return { 'headless-claude-ignored': list.length <= MAX_CHARS ? list : list.slice(0, MAX_CHARS - CUT.length) + CUT };
};
