/** The type of files whose lines are JSON. Not registered; what OpenAI and Anthropic call it differs. */
export const JSONL_TYPE = 'application/jsonl';

/**
 * The `content-disposition` of a file of that name, which may hold anything.
 *
 * https://www.rfc-editor.org/rfc/rfc6266
 */
export const attachment = (filename: string): string => {
  const escaped = encodeURIComponent(filename.toWellFormed()).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename*=UTF-8''${escaped}`;
};
