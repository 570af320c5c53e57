/** Waits for something that comes from the provider, and tells `onStall` when it is not there in time. */
export const beforeStall = async <T>(promise: Promise<T>, timeoutMs: number, onStall: () => void): Promise<T> => {
  const timer = setTimeout(onStall, timeoutMs);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
};
