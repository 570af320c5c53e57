import { type Command, Option } from 'commander';
import { BAR_MEASURES, type BarMeasure } from '#cli/output/usage-table.ts';
import type { Terminal } from '#cli/terminal.ts';

/** Adds the option of a table with bars. */
export const addBarsOption = (command: Command): Command =>
  command.addOption(
    new Option('--bars <what>', 'what the bars show').choices(BAR_MEASURES).default('cost' satisfies BarMeasure),
  );

/** About what the other columns take of a terminal's width. */
const COLUMNS_WIDTH = 100;

/** How long the bars may be: what the terminal has left, between 10 and 40. */
export const barWidth = ({ stdout }: Terminal): number =>
  Math.min(40, Math.max(10, (stdout.columns ?? 0) - COLUMNS_WIDTH));
