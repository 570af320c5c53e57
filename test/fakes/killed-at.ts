/** Stores of a process that dies. */
export interface DyingStores<S> {
  readonly stores: S;
  /** Whether it has died. */
  readonly isDead: () => boolean;
}

/**
 * The stores, as a process has them that is killed at its nth call of them: before that does anything, or after it has.
 *
 * From then on nothing that the process still does reaches them.
 *
 * @param nth counted from 1, over all stores
 */
export const killedAt = <S extends object>(stores: S, nth: number, when: 'before' | 'after'): DyingStores<S> => {
  let calls = 0;
  let isDead = false;
  const dying =
    (call: (...input: unknown[]) => unknown) =>
    async (...input: unknown[]): Promise<unknown> => {
      calls += 1;
      if (isDead) throw new Error('dead');
      isDead = calls === nth;
      if (!isDead) return call(...input);
      if (when === 'after') await call(...input);
      throw new Error(`killed ${when} call ${nth}`);
    };
  const kill = (store: Readonly<Record<string, (...input: unknown[]) => unknown>>) =>
    Object.fromEntries(Object.entries(store).map(([method, call]) => [method, dying(call)]));
  const wrapped = Object.entries(stores).map(([name, store]) => [name, kill(store)]);
  return { stores: Object.fromEntries(wrapped) as S, isDead: () => isDead };
};
