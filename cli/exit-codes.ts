/** What the process ends with; docs/cli.md lists them. Codes are stable for ever. */
export const EXIT_CODES = {
  ok: 0,
  failed: 1,
  usage: 2,
  credential: 3,
  limit: 4,
  notFound: 5,
  unavailable: 6,
} as const;

/** One of `EXIT_CODES`. */
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** The exit code that says what an HTTP status says. */
export const exitCodeOf = (status: number): ExitCode => {
  switch (status) {
    case 400:
    case 413:
    case 422:
      return EXIT_CODES.usage;
    case 401:
    case 403:
      return EXIT_CODES.credential;
    case 402:
    case 429:
      return EXIT_CODES.limit;
    case 404:
      return EXIT_CODES.notFound;
    case 503:
    case 529:
      return EXIT_CODES.unavailable;
    default:
      return EXIT_CODES.failed;
  }
};
