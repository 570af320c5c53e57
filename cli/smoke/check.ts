import type { Deployed } from './deployed.ts';

/** Something that a deployment must do. */
export interface Check {
  /** A promise: "streams a prompt". */
  readonly name: string;
  /**
   * @returns what was seen, such as a figure.
   * @throws CheckFailed if it does not do that, CheckSkipped if that cannot be seen.
   */
  readonly run: (deployed: Deployed) => Promise<string | undefined>;
}

/** The deployment does not do what it must. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
}

/** What a check needs is not there. */
export class CheckSkipped extends Error {
  override readonly name = 'CheckSkipped';
}

/** @throws CheckFailed with that message unless `holds`. */
export const expect = (holds: boolean, message: string): void => {
  if (!holds) throw new CheckFailed(message);
};

/** @throws CheckFailed naming both unless they are equal. */
export const expectEqual = (what: string, actual: unknown, expected: unknown): void =>
  expect(actual === expected, `${what} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
