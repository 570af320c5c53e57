/** Calls back after so long; does not keep the process alive. @returns what calls it off. */
export const startTimer = (afterMs: number, callback: () => void): (() => void) => {
  const timer = setTimeout(callback, afterMs).unref();
  return () => clearTimeout(timer);
};
