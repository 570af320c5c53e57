/** A field of a cron expression: what may stand in it. */
export interface CronField {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /**
   * What values are also called, from the least on.
   * @default - they are only numbers
   */
  readonly names?: readonly string[];
}

/** `*`, `7` or `1-5`, and perhaps a step: `/2`. */
const ITEM = /^(?:(?<all>\*)|(?<first>[0-9A-Z]+)(?:-(?<last>[0-9A-Z]+))?)(?:\/(?<step>\d+))?$/;

const readValue = (text: string, { name, least, most, names = [] }: CronField): number => {
  const index = names.indexOf(text);
  if (index >= 0) return least + index;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const named = names.length > 0 ? `, or ${names[0]} to ${names.at(-1)}` : '';
  throw new Error(`the ${name} must be ${least} to ${most}${named}, not ${text}`);
};

const rangeOf = (item: string, field: CronField) => {
  const { all, first = '', last, step } = ITEM.exec(item)?.groups ?? {};
  if (all) return { from: field.least, to: field.most, step };
  if (first === '') throw new Error(`the ${field.name} "${item}" must be like *, 7, 1-5, */2 or 1-5/2`);
  const from = readValue(first, field);
  if (last !== undefined) {
    const to = readValue(last, field);
    // A range of days may end with Sunday, also by its name.
    return { from, to: to < from && to === 0 && field.most === 7 ? 7 : to, step };
  }
  if (step === undefined) return { from, to: from, step };
  throw new Error(`the ${field.name} "${item}" has a step, but no range: write ${first}-${field.most}/${step}`);
};

const valuesOf = (item: string, field: CronField): readonly number[] => {
  const { from, to, step } = rangeOf(item, field);
  if (to < from) throw new Error(`the ${field.name} "${item}" must begin with the lesser value`);
  const by = Number(step ?? 1);
  if (by < 1 || by > field.most) throw new Error(`the step of the ${field.name} "${item}" must be 1 to ${field.most}`);
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);
};

/**
 * The values that a field of a cron expression, in upper case, stands for.
 *
 * @throws Error saying what is wrong, and what may stand there.
 */
export const readCronField = (text: string, field: CronField): ReadonlySet<number> =>
  new Set(text.split(',').flatMap((item) => valuesOf(item, field)));
