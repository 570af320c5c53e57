/** A fetch that counts the requests that a client makes. */
export const countingFetch = () => {
  const counter = { requests: 0, fetch: globalThis.fetch };
  counter.fetch = (...request) => {
    counter.requests += 1;
    return fetch(...request);
  };
  return counter;
};
