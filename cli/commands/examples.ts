/** The end of a command's help: lines that work when pasted. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ headless-claude ${line}\n`).join('')}`;
