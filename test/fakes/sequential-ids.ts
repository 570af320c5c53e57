/** Ids that a test can foresee, in rising order: `prompt_000001`, `prompt_000002`, … */
export const createSequentialIds = (): ((prefix: string) => string) => {
  let count = 0;
  return (prefix) => {
    count += 1;
    return `${prefix}_${String(count).padStart(6, '0')}`;
  };
};
