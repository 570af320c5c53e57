/** Lines of a batch that can have a job: the id of one has up to six digits for its line. */
export const MAX_LINES = 1_000_000;

const LINE = /^job_([0-9a-z]+)-(0|[1-9]\d{0,5})$/;

/** The id of the job of a batch's line: always the same, so that a line is made a job of once. */
export const lineJobId = (batchId: string, line: number): string =>
  `job_${batchId.slice(batchId.indexOf('_') + 1)}-${line}`;

/** Which line of which batch has that job; `undefined` for a job of its own. The batch is named without its prefix. */
export const parseLineJobId = (id: string): { readonly batch: string; readonly line: number } | undefined => {
  const [, batch, line] = LINE.exec(id) ?? [];
  return batch === undefined ? undefined : { batch, line: Number(line) };
};
