/** The store, but whose call of that name fails: before it does anything, or after it has done it. */
export const crashing = <S extends object>(store: S, step: keyof S, when: 'before' | 'after'): S => {
  const call = store[step] as (...input: unknown[]) => Promise<unknown>;
  const failing = async (...input: unknown[]): Promise<never> => {
    if (when === 'after') await call(...input);
    throw new Error(`crashed ${when} ${String(step)}`);
  };
  return { ...store, [step]: failing };
};
