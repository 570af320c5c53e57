const PROMPT_PREFIX = 'prompt_';

/** What the answers of each API call themselves. */
const ANSWER_PREFIXES = ['msg_', 'chatcmpl-', 'resp_'] as const;

/** The id of the answer to a prompt, in the words of another API. */
export const answerId = (prefix: (typeof ANSWER_PREFIXES)[number], promptId: string): string =>
  prefix + promptId.slice(PROMPT_PREFIX.length);

/** The id of the prompt that an answer of that id belongs to; any other id is returned as it is. */
export const promptIdOf = (id: string): string => {
  const prefix = ANSWER_PREFIXES.find((known) => id.startsWith(known));
  return prefix === undefined ? id : PROMPT_PREFIX + id.slice(prefix.length);
};
