/** The body of an answer; tests look into whatever came. */
// biome-ignore lint/suspicious/noExplicitAny: a wrong shape fails the assertion that looks at it
export const readJson = (response: Response): Promise<any> => response.json();
