import { ServiceError } from '#core/errors/service-error.ts';
import { MAX_LINES } from '#core/jobs/job-id.ts';
import type { BatchEndpoint, InputProblem } from './batch.ts';
import type { ByteLine } from './byte-lines.ts';
import { MAX_LINE_BYTES, readInputLine } from './input-line.ts';

/** What came of reading an input. */
export interface CheckedInput {
  /** How many requests it has. */
  readonly total: number;
  /** None: it can be run. */
  readonly problems: readonly InputProblem[];
}

/** Reads an input line by line. */
export interface InputChecker {
  take(line: ByteLine): void;
  result(): CheckedInput;
}

/** More would not help anybody, and the record has to hold them. */
const MAX_PROBLEMS = 20;
const MAX_MESSAGE_CHARS = 500;

const FAULTS = {
  too_long: { code: 'line_too_long', message: `A line may have up to ${MAX_LINE_BYTES} bytes.` },
  not_utf8: { code: 'line_not_utf8', message: 'The line is not UTF-8.' },
} as const;

const BEYOND = {
  code: 'too_many_lines',
  message: `A request may be in the first ${MAX_LINES} lines of a file. Leave out lines that are empty.`,
  param: null,
} as const;

type LineProblem = Omit<InputProblem, 'line'>;

const problemOf = (error: unknown): LineProblem => {
  if (!(error instanceof ServiceError)) throw error;
  const [field] = error.fields;
  const message = error.message.slice(0, MAX_MESSAGE_CHARS);
  if (!field) return { code: 'invalid_json_line', message, param: null };
  return { code: 'invalid_line', message, param: field.pointer.split('/')[1] || null };
};

/** Checks that the lines of an input are requests of that API, each with a name of its own, and not too many. */
export const createInputChecker = (endpoint: BatchEndpoint, maxLines: number): InputChecker => {
  const lineOf = new Map<string, number>();
  const problems: InputProblem[] = [];
  let total = 0;

  const add = (problem: LineProblem, line: number | null): void => {
    if (problems.length < MAX_PROBLEMS) problems.push({ ...problem, line });
  };

  const takeText = (text: string, line: number): void => {
    const { customId } = readInputLine(text, endpoint);
    const earlier = lineOf.get(customId);
    if (earlier !== undefined) {
      const message = `custom_id is "${customId}", as that of line ${earlier}: each must have one of its own.`;
      add({ code: 'duplicate_custom_id', message, param: 'custom_id' }, line);
    } else if (lineOf.size < maxLines) {
      lineOf.set(customId, line);
    }
  };

  return {
    take(found) {
      // People count from 1.
      const line = found.line + 1;
      if (found.kind === 'text' && found.text.trim() === '') return;
      total += 1;
      if (found.line >= MAX_LINES) return add(BEYOND, line);
      if (found.kind === 'fault') return add({ ...FAULTS[found.fault], param: null }, line);
      try {
        takeText(found.text, line);
      } catch (error) {
        add(problemOf(error), line);
      }
    },
    result() {
      if (total === 0) add({ code: 'empty_file', message: 'The file has no requests.', param: null }, null);
      if (total > maxLines) {
        const message = `A batch may have up to ${maxLines} requests here, not ${total}. Split it.`;
        add({ code: 'too_many_lines', message, param: null }, null);
      }
      return { total, problems };
    },
  };
};
