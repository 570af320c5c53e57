import type { Dialect } from '#core/dialects/dialect.ts';

/** Whose API a request of a shared route speaks: Anthropic's clients always name a version of theirs. */
export const sharedDialect = (headers: Readonly<Record<string, string | undefined>>): Exclude<Dialect, 'native'> =>
  headers['anthropic-version'] === undefined ? 'openai' : 'anthropic';
