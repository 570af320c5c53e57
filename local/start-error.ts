/** Why local mode cannot start: shown to the user as it is, without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
