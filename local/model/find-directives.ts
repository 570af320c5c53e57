/** A wish to the stand-in model, written in a prompt as `[[name]]` or `[[name: argument]]`. */
export interface Directive {
  readonly name: string;
  /** Empty if there is none. */
  readonly argument: string;
  /** As it was written, brackets included. */
  readonly source: string;
}

const OPENING = /\[\[([a-z]+)(?=:|\]\])/g;

/** Where the brackets close that open at `start`: pairs inside, as in `[[bash: [[ -f x ]] ]]`, are counted. */
const findEnd = (text: string, start: number): number | undefined => {
  const brackets = /\[\[|\]\]/g;
  brackets.lastIndex = start;
  let depth = 0;
  for (let match = brackets.exec(text); match; match = brackets.exec(text)) {
    depth += match[0] === '[[' ? 1 : -1;
    if (depth === 0) return brackets.lastIndex;
  }
  return undefined;
};

/** Everything in the text that has a directive's form, in order; what is inside of another is part of its argument. */
export const findDirectives = (text: string): readonly Directive[] => {
  const directives: Directive[] = [];
  const opening = new RegExp(OPENING);
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const end = findEnd(text, match.index);
    if (end === undefined) break;
    const [name = ''] = match.slice(1);
    const source = text.slice(match.index, end);
    const argument = source.slice('[['.length + name.length + ':'.length, -']]'.length).trim();
    directives.push({ name, argument, source });
    opening.lastIndex = end;
  }
  return directives;
};
