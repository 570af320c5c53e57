import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenCaller } from '#adapters/tokens/token-caller.ts';

const PREFIX = 'headless-claude/';

test('a token of client_credentials speaks for the client', () => {
  const claims = { sub: 'client-1', client_id: 'client-1', scope: 'headless-claude/prompts headless-claude/admin' };
  assert.deepEqual(tokenCaller(claims, PREFIX), {
    kind: 'client',
    id: 'client:client-1',
    scopes: ['prompts', 'admin'],
  });
});

test('a token of a login speaks for the user, whichever client it came through', () => {
  const { kind, id } = tokenCaller({ sub: 'user-1', client_id: 'client-1', scope: '' }, PREFIX);
  assert.deepEqual([kind, id], ['user', 'user:user-1']);
});

test('scopes of other resource servers give nothing here', () => {
  const scope = 'openid admin other/admin headless-claude-evil/admin  headless-claude/prompts';
  assert.deepEqual(tokenCaller({ sub: 'a', client_id: 'a', scope }, PREFIX).scopes, ['prompts']);
});
