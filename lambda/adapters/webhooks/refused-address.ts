/** That a name leads to an address that must not be connected to. It does not say to which: that may be nobody's business. */
export class RefusedAddress extends Error {
  override readonly name = 'RefusedAddress';

  constructor(host: string) {
    super(`${host} does not lead to public addresses only`);
  }
}
