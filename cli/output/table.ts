import stringWidth from 'string-width';
import { printable } from './printable.ts';

/** A column: its title, and `right` for what is compared by its end. */
export interface Column {
  readonly title: string;
  /** @default 'left' */
  readonly align?: 'left' | 'right';
}

const GAP = '  ';

const padded = (text: string, width: number, align: Column['align']): string => {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'right' ? space + text : text + space;
};

const oneLine = (text: string): string => printable(text).replaceAll(/[\n\t]+/g, ' ');

/** Rows below their titles, each column as wide as its widest cell; ends with a line break. */
export const table = (columns: readonly Column[], rows: readonly (readonly string[])[]): string => {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => row.map(oneLine))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => stringWidth(line[index] ?? ''))));
  return lines
    .map((line) => columns.map(({ align }, index) => padded(line[index] ?? '', widths[index] ?? 0, align)).join(GAP))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
};
