import type { CountTokensBody } from './messages-body.ts';

/** The system prompt as one text: its blocks are paragraphs. */
export const systemText = (system: CountTokensBody['system']): string | undefined => {
  const text = typeof system === 'string' ? system : system?.map((block) => block.text).join('\n\n');
  return text === '' ? undefined : text;
};
