/** A block by how many eighths of its cell it fills. */
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/**
 * A horizontal bar: `width` cells long for `most`, in steps of an eighth of a cell.
 *
 * What is more than nothing is never shown as nothing.
 */
export const bar = (value: number, most: number, width: number): string => {
  if (value <= 0 || most <= 0) return '';
  const eighths = Math.max(1, Math.round((Math.min(value, most) / most) * width * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
};
