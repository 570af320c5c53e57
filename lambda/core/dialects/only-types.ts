/** What to say of a thing whose `type` is none of these. */
export const onlyTypes = (what: string, types: readonly string[]) => ({
  error: ({ input }: { readonly input?: unknown }): string => {
    const { type } = (input ?? {}) as { readonly type?: unknown };
    return `${what} of type ${JSON.stringify(type)} cannot be passed on; possible are ${types.join(', ')}`;
  },
});
