import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

const MAX_CHARS = 64 * 1024;

const Blocks = z.array(z.object({ type: z.string(), text: z.string().optional() }));

const textOf = (content: unknown): string => {
  if (typeof content === 'string') return content;
  const { data: blocks = [] } = Blocks.safeParse(content);
  return blocks.map(({ type, text }) => text ?? `(${type})`).join('\n');
};

/** What a tool answered, as text without control codes; long ones are cut, and say so. */
export const toolOutput = (content: unknown): string => {
  const text = stripVTControlCharacters(textOf(content));
  if (text.length <= MAX_CHARS) return text;
  return `${text.slice(0, MAX_CHARS)}\n… (${text.length - MAX_CHARS} more characters)`;
};
