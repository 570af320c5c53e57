import { InvalidArgumentError } from 'commander';

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** A whole number above 0. */
export const parseCount = (text: string): number => {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number above 0.');
};

/** US dollars, above 0. */
export const parseUsd = (text: string): number => {
  const amount = Number(/^\$?(\d+(?:\.\d+)?)$/.exec(text)?.[1]);
  if (amount > 0) return amount;
  throw new InvalidArgumentError('It must be an amount of US dollars above 0, such as 2.50.');
};

/** Takes away what is set. Not null, of which commander would make an empty text. */
const NONE = 'none';

/** What an option that can also take away what is set may hold. */
export type OrNone<T> = T | typeof NONE | undefined;

/** What `parse` makes of the text, unless it is `none`. */
export const orNone =
  <T>(parse: (text: string) => T) =>
  (text: string): T | typeof NONE =>
    text === NONE ? NONE : parse(text);

/** The value as the API takes it: null takes away what is set. */
export const nullIfNone = <T>(value: OrNone<T>): T | null | undefined => (value === NONE ? null : value);

/** A length of time such as 90s, 15m, 24h or 7d, in seconds. */
export const parseSeconds = (text: string): number => {
  const [, number, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  if (number !== undefined) return Number(number) * SECONDS[unit as keyof typeof SECONDS];
  throw new InvalidArgumentError('It must be a length of time such as 90s, 15m, 24h or 7d.');
};

/** A moment, in the form that the API takes: a day in UTC, or a date and time. */
export const parseInstant = (text: string): string => {
  const ms = /^\d{4}-\d{2}-\d{2}(T.+)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return new Date(ms).toISOString();
  throw new InvalidArgumentError('It must be a day or a moment, such as 2026-12-31 or 2026-12-31T18:00:00Z.');
};

/** A URL with a port of this machine, to which a browser can be sent. */
export const parseCallbackUrl = (text: string): string => {
  const { protocol, hostname, port } = URL.parse(text) ?? {};
  if (protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1') && port) return text;
  throw new InvalidArgumentError(
    'It must be a URL of this machine with a port, such as http://localhost:8976/callback.',
  );
};

/** A list with commas. */
export const parseList = (text: string): string[] => {
  const values = text.split(',').map((value) => value.trim());
  if (values.every((value) => value !== '')) return values;
  throw new InvalidArgumentError('It must be a list such as a,b.');
};
