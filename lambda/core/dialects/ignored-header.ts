/** The header that names what the request asked for and did not get; none if there is nothing. */
export const ignoredHeader = (names: readonly string[]): Readonly<Record<string, string>> =>
  names.length === 0 ? {} : { 'headless-claude-ignored': [...new Set(names)].join(', ') };
