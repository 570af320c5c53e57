import { details } from '#cli/output/details.ts';
import { writeJson } from '#cli/output/write.ts';
import type { Terminal } from '#cli/terminal.ts';

/** The option that prints the API's own JSON. */
export interface JsonOption {
  readonly json?: boolean;
}

/** Prints what a command is to show: as JSON if that is asked for, else the way people read it. */
export const show = <T extends object>(
  terminal: Terminal,
  { json }: JsonOption,
  thing: T,
  readable: (thing: T) => string = details,
): void => {
  if (json) writeJson(terminal, thing);
  else terminal.stdout.write(readable(thing));
};
