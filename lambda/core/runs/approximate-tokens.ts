const CHARS_PER_TOKEN = 4;

/** About how many tokens a text of so many characters, or bytes, has: only the provider can count them. */
export const approximateTokens = (chars: number): number => Math.ceil(chars / CHARS_PER_TOKEN);
