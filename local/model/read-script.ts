import { findDirectives } from './find-directives.ts';
import type { Script } from './script.ts';

type Wish = Partial<Script>;

/** Reads `a=1 b=2`; undefined if that is not what it is. */
const numbersByName = (text: string): Readonly<Record<string, number>> | undefined => {
  const pairs = text.split(/\s+/).map((pair) => /^([a-z_-]+)=(\d{1,9})$/.exec(pair));
  if (pairs.some((pair) => pair === null)) return undefined;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1], Number(pair?.[2])]));
};

/** Reads a directive whose argument is a whole number. */
const numeric =
  (toWish: (value: number) => Wish) =>
  (argument: string): Wish | undefined =>
    /^\d{1,9}$/.test(argument) ? toWish(Number(argument)) : undefined;

const readTool = (argument: string): Wish | undefined => {
  const [, name, json = '{}'] = /^([^\s{]+)\s*(\{.*\})?$/s.exec(argument) ?? [];
  if (name === undefined) return undefined;
  try {
    return { tools: [{ name, input: JSON.parse(json) }] };
  } catch {
    return undefined;
  }
};

const readFailure = (argument: string): Wish | undefined => {
  const [, status, rest = ''] = /^([45]\d\d)(?:\s+(.*))?$/.exec(argument) ?? [];
  const options = rest === '' ? {} : numbersByName(rest);
  if (status === undefined || options === undefined) return undefined;
  const { 'retry-after': retryAfterSeconds, times = Number.POSITIVE_INFINITY } = options;
  const failure = { status: Number(status), times };
  return { failure: retryAfterSeconds === undefined ? failure : { ...failure, retryAfterSeconds } };
};

const readUsage = (argument: string): Wish | undefined => {
  const counts = numbersByName(argument);
  if (counts === undefined) return undefined;
  const { input, output, cache_read, cache_write } = counts;
  return {
    usage: {
      ...(input !== undefined && { input_tokens: input }),
      ...(output !== undefined && { output_tokens: output }),
      ...(cache_read !== undefined && { cache_read_input_tokens: cache_read }),
      ...(cache_write !== undefined && { cache_creation_input_tokens: cache_write }),
    },
  };
};

/** What each directive means; see README.md beside this file. Undefined: that is not a proper argument of it. */
const READERS: Readonly<Record<string, (argument: string) => Wish | undefined>> = {
  say: (say) => ({ say }),
  chars: numeric((chars) => ({ chars })),
  think: (think) => ({ think }),
  bash: (command) => ({ tools: [{ name: 'Bash', input: { command } }] }),
  tool: readTool,
  turns: numeric((turns) => ({ turns })),
  wait: numeric((waitMs) => ({ waitMs })),
  delay: numeric((delayMs) => ({ delayMs })),
  hang: () => ({ hang: true }),
  fail: readFailure,
  stall: () => ({ ending: 'stall' }),
  cut: () => ({ ending: 'cut' }),
  error: () => ({ ending: 'error' }),
  stop: (stopReason) => ({ stopReason }),
  usage: readUsage,
  // What it means is a matter of the conversation, not of one answer.
  always: () => ({}),
};

const NO_SCRIPT = { tools: [], turns: 1, waitMs: 0, delayMs: 0, hang: false, ending: 'complete', usage: {} } as const;

/** The script that the directives in a prompt make; what is not a directive, or has a wrong argument, stays text. */
export const readScript = (prompt: string): Script => {
  let script: Script = { ...NO_SCRIPT, text: prompt };
  for (const { name, argument, source } of findDirectives(prompt)) {
    const wish = Object.hasOwn(READERS, name) ? READERS[name]?.(argument) : undefined;
    if (!wish) continue;
    script = {
      ...script,
      ...wish,
      tools: [...script.tools, ...(wish.tools ?? [])],
      text: script.text.replace(source, () => ''),
    };
  }
  return { ...script, text: script.text.trim() };
};
