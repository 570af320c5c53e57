import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { parseInput } from '#core/errors/parse-input.ts';

const Schema = z.strictObject({
  name: z.string().min(1),
  limit: z.coerce.number().default(20),
  tags: z.record(z.string(), z.string()).default({}),
});

test('a valid input is read with its defaults', () => {
  assert.deepEqual(parseInput(Schema, { name: 'a' }, 'body'), { name: 'a', limit: 20, tags: {} });
});

test('fails for an invalid input, naming every field that is wrong', () => {
  assert.throws(() => parseInput(Schema, { name: '', limit: 'x', other: 1 }, 'query'), {
    code: 'invalid_request',
    message:
      'The query is not valid. name: Too small: expected string to have >=1 characters; ' +
      'limit: Invalid input: expected number, received NaN; Unrecognized key: "other".',
    fields: [
      { pointer: '/name', message: 'Too small: expected string to have >=1 characters' },
      { pointer: '/limit', message: 'Invalid input: expected number, received NaN' },
      { pointer: '', message: 'Unrecognized key: "other"' },
    ],
  });
});

test('a pointer escapes what would read as a part of it', () => {
  assert.throws(() => parseInput(Schema, { name: 'a', tags: { 'a/b~c': 1 } }, 'body'), {
    fields: [{ pointer: '/tags/a~1b~0c', message: 'Invalid input: expected string, received number' }],
  });
});

for (const input of [null, [], 'text', 7, undefined]) {
  test(`fails for ${JSON.stringify(input)}, which is no object`, () =>
    assert.throws(() => parseInput(Schema, input, 'body'), { code: 'invalid_request', message: /expected object/ }));
}

test('what was given is not repeated, unless as the name of a field', () => {
  assert.throws(
    () => parseInput(Schema, { name: ['a secret'], limit: 'a secret', tags: 'a secret' }, 'body'),
    (error) => !JSON.stringify([error, (error as Error).message]).includes('secret'),
  );
});

test('of the things that a field may be, the one that was meant is told of', () => {
  const Content = z.union([z.string(), z.array(z.strictObject({ text: z.string() }))], 'must be a text or a list');
  const Body = z.object({ content: Content });
  assert.throws(() => parseInput(Body, { content: [{ text: 'a' }, { text: 1 }] }, 'body'), {
    message: 'The body is not valid. content[1].text: Invalid input: expected string, received number.',
  });
  assert.throws(() => parseInput(Body, { content: 1 }, 'body'), {
    message: 'The body is not valid. content: must be a text or a list.',
  });
});
