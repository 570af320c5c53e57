import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Route } from '#lambda/route-table/route.ts';
import { matchPath } from '#local/gateway/match-path.ts';

const ROUTE = { operation: '', function: 'api', credential: 'none', summary: '' } as const;
const ROUTES: readonly Route[] = [
  { ...ROUTE, method: 'GET', path: '/v1/prompts/{id}' },
  { ...ROUTE, method: 'DELETE', path: '/v1/prompts/{id}' },
  { ...ROUTE, method: 'GET', path: '/v1/prompts/latest' },
];

test('a path with a parameter gives its value, decoded, and all methods of the resource', () => {
  const { routes, pathParameters } = matchPath(ROUTES, '/v1/prompts/a%20b');
  assert.deepEqual(pathParameters, { id: 'a b' });
  assert.deepEqual(
    routes.map(({ method }) => method),
    ['GET', 'DELETE'],
  );
});

test('a static path wins over one with a parameter, wherever it stands in the table', () => {
  assert.equal(matchPath(ROUTES, '/v1/prompts/latest').routes[0]?.path, '/v1/prompts/latest');
});

for (const path of [
  '/',
  '',
  '/v1',
  '/v1/prompts',
  '/v1/prompts/',
  '/v1/prompts/a/b',
  '//v1/prompts/a',
  '/V1/prompts/a',
  '/v1/x/../prompts/a',
]) {
  test(`fails for ${JSON.stringify(path)}, which is no resource`, () => {
    assert.throws(() => matchPath(ROUTES, path), { code: 'not_found' });
  });
}

test('fails for a parameter with a broken percent-encoding', () => {
  assert.throws(() => matchPath(ROUTES, '/v1/prompts/%E0%A4'), { code: 'invalid_request' });
});
