import { CountsJson } from './usage-json.ts';
import type { UsageReportJson } from './usage-report.ts';

const COUNTS = Object.keys(CountsJson.shape);

/** What a caller has chosen must not be a formula to a spreadsheet: https://owasp.org/www-community/attacks/CSV_Injection */
const inert = (text: string): string => (/^[=+@\t\r-]/.test(text) ? `'${text}` : text);

const cell = (value: unknown): string => {
  const text = typeof value === 'string' ? inert(value) : String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** @param column the name of a member, or `metadata:` and a key of it */
const memberOf = (row: UsageReportJson['data'][number], column: string): unknown => {
  const [name, key] = column.split(':');
  return key === undefined ? row[name as keyof typeof row] : row.metadata?.[key];
};

/** The rows of a usage report as CSV with a header, without the total: https://www.rfc-editor.org/rfc/rfc4180 */
export const usageCsv = ({ group_by, data }: UsageReportJson): string => {
  const columns = [...group_by.split(','), ...COUNTS];
  const lines = data.map((row) => columns.map((column) => cell(memberOf(row, column))));
  return [columns, ...lines].map((line) => `${line.join(',')}\r\n`).join('');
};
