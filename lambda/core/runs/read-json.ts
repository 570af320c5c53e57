/** The value that a text of JSON stands for, to be parsed by a schema; `undefined` if it is not JSON. */
export const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
