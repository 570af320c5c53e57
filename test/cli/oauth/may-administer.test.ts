import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mayAdminister } from '#cli/oauth/may-administer.ts';

const token = (payload: object): string => `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.sig`;

it('tells a token with the admin scope from all else', () => {
  assert.equal(mayAdminister(token({ scope: 'openid headless-claude/admin' })), true);
  assert.equal(mayAdminister(token({ scope: 'headless-claude/prompts' })), false);
  assert.equal(mayAdminister(token({})), false);
  assert.equal(mayAdminister('hck_no-token'), false);
});
