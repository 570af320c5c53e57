/**
 * Sends the message of what was just stored.
 *
 * @param takeBack removes what was stored, if sending fails. @returns what it is now, if a worker has it all the same.
 * @returns what was stored, or what it is now.
 * @throws whatever sending fails with, unless a worker has it. If taking it back fails too, a sweep sends the message later,
 *   although the caller is told to try again.
 */
export const sendOrTakeBack = async <T>(
  stored: T,
  send: () => Promise<void>,
  takeBack: () => Promise<T | undefined>,
): Promise<T> => {
  try {
    await send();
    return stored;
  } catch (error) {
    const taken = await takeBack().catch(() => undefined);
    if (taken !== undefined) return taken;
    throw error;
  }
};
