import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { challengeOf, createPkce } from '#cli/oauth/pkce.ts';

describe('PKCE', () => {
  it('makes the challenge of RFC 7636, appendix B', () => {
    assert.equal(
      challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'),
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });

  it('makes another verifier each time, as long as the RFC wants it', () => {
    const [one, other] = [createPkce(), createPkce()];
    assert.notEqual(one.verifier, other.verifier);
    assert.match(one.verifier, /^[\w-]{43}$/);
    assert.equal(one.challenge, challengeOf(one.verifier));
  });
});
