const COUNT = new Intl.NumberFormat('en-US');
const USD = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumFractionDigits: 6,
});

/** A number with its thousands apart; what is not set is a dash. */
export const count = (value: number | null): string => (value === null ? '-' : COUNT.format(value));

/** An amount to the micro-dollar; what is not set is a dash. */
export const usd = (value: number | null): string => (value === null ? '-' : USD.format(value));

/** A moment to the minute, in UTC; what is not set is a dash. */
export const instant = (value: string | null): string =>
  value === null ? '-' : `${value.slice(0, 16).replace('T', ' ')}Z`;

/** A list with commas; what is not set means all. */
export const list = (values: readonly string[] | null): string => values?.join(', ') ?? 'all';
