import type { Command, Option } from 'commander';

/**
 * What may stand where the cursor is.
 *
 * @param words what stands on the line after the program's name; the last one is being typed, and may be empty.
 */
export const candidates = (program: Command, words: readonly string[]): readonly string[] => {
  const typed = words.at(-1) ?? '';
  const { command, awaiting } = walk(program, words.slice(0, -1));
  return possible(command, awaiting, typed).filter((candidate) => candidate.startsWith(typed));
};

const possible = (command: Command, awaiting: Option | undefined, typed: string): readonly string[] => {
  if (awaiting) return awaiting.argChoices ?? [];
  const names = command
    .createHelp()
    .visibleCommands(command)
    .map((child) => child.name());
  return typed.startsWith('-') || names.length === 0 ? optionNames(command) : names;
};

/** A command's options, and those that every command has. */
const optionsOf = (command: Command): readonly Option[] => {
  const chain = [command];
  for (let { parent } = command; parent; { parent } = parent) chain.push(parent);
  return chain.flatMap(({ options }) => options);
};

const optionNames = (command: Command): readonly string[] => [
  ...optionsOf(command).flatMap(({ long }) => long ?? []),
  '--help',
];

/** The command that these words lead to, and the option whose value comes next. */
const walk = (
  program: Command,
  words: readonly string[],
): { readonly command: Command; readonly awaiting: Option | undefined } => {
  let command = program;
  let awaiting: Option | undefined;
  for (const word of words) {
    if (awaiting) awaiting = undefined;
    else if (word.startsWith('-'))
      awaiting = optionsOf(command).find((option) => option.long === word && option.required);
    else command = command.commands.find((child) => child.name() === word) ?? command;
  }
  return { command, awaiting };
};
