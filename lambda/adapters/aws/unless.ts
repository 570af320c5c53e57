/** The outcome, or undefined if it failed so: what was to be done is done already. */
export const unless = async <T>(
  failure: abstract new (...args: never[]) => Error,
  sent: Promise<T>,
): Promise<T | undefined> => {
  try {
    return await sent;
  } catch (error) {
    if (error instanceof failure) return undefined;
    throw error;
  }
};
