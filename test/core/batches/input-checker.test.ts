import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import type { BatchEndpoint } from '#core/batches/batch.ts';
import { readByteLines } from '#core/batches/byte-lines.ts';
import { createInputChecker } from '#core/batches/input-checker.ts';
import { MAX_LINE_BYTES } from '#core/batches/input-line.ts';
import { lineJobId, MAX_LINES, parseLineJobId } from '#core/jobs/job-id.ts';
import { chatLine } from './open-batches.ts';

const check = async (input: string | Buffer, endpoint: BatchEndpoint = '/v1/chat/completions', maxLines = 100) => {
  const checker = createInputChecker(endpoint, maxLines);
  const chunks = Readable.from([Buffer.from(input)]);
  for await (const line of readByteLines(chunks, MAX_LINE_BYTES)) checker.take(line);
  return checker.result();
};

const problemsOf = async (...args: Parameters<typeof check>) =>
  (await check(...args)).problems.map(({ code, line, param }) => [code, line, param]);

test('an input of requests, each with a name of its own, can be run', async () => {
  const lines = Array.from({ length: 50 }, (_, index) => chatLine(`r${index}`, 'x'));
  assert.deepEqual(await check(lines.join('\n')), { total: 50, problems: [] });
  assert.deepEqual(await check(`\n${lines.join('\r\n \n')}\n\n`), { total: 50, problems: [] });
});

const LINE = { custom_id: 'a', method: 'POST', url: '/v1/chat/completions', body: {} };

const REFUSED: readonly (readonly [name: string, line: unknown, code: string, param: string | null])[] = [
  ['no JSON', '{"custom_id":', 'invalid_json_line', null],
  ['no object', '[1]', 'invalid_line', null],
  ['no name', { ...LINE, custom_id: undefined }, 'invalid_line', 'custom_id'],
  ['an empty name', { ...LINE, custom_id: '' }, 'invalid_line', 'custom_id'],
  ['a name of more than 64 characters', { ...LINE, custom_id: 'x'.repeat(65) }, 'invalid_line', 'custom_id'],
  ['another method', { ...LINE, method: 'GET' }, 'invalid_line', 'method'],
  ['another endpoint than the batch', { ...LINE, url: '/v1/responses' }, 'invalid_line', 'url'],
  ['no body', { ...LINE, body: 'x' }, 'invalid_line', 'body'],
];
for (const [name, line, code, param] of REFUSED) {
  test(`fails for a line with ${name}, and says which`, async () => {
    const text = typeof line === 'string' ? line : JSON.stringify(line);
    assert.deepEqual(await problemsOf(`${chatLine('b', 'x')}\n${text}`), [[code, 2, param]]);
  });
}

test('fails for bytes that are not UTF-8 and for a line that is too long', async () => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0x0a]), Buffer.alloc(MAX_LINE_BYTES + 1, 'x')]);
  assert.deepEqual(await problemsOf(bytes), [
    ['line_not_utf8', 1, null],
    ['line_too_long', 2, null],
  ]);
});

test('fails for an input without requests', async () => {
  assert.deepEqual(await problemsOf('\n \r\n'), [['empty_file', null, null]]);
  assert.deepEqual(await problemsOf(''), [['empty_file', null, null]]);
});

test('fails for more lines than allowed, also where they are broken', async () => {
  const lines = [chatLine('a', ''), '{', chatLine('b', '')].join('\n');
  assert.deepEqual(await problemsOf(lines, '/v1/chat/completions', 3), [['invalid_json_line', 2, null]]);
  const problems = await problemsOf(lines, '/v1/chat/completions', 2);
  assert.deepEqual(problems.at(-1), ['too_many_lines', null, null]);
});

test('tells so many problems and no more, in messages of a bounded length', async () => {
  const lines = Array.from({ length: 1_000 }, () =>
    JSON.stringify({ ...LINE, ...{ custom_id: 1, method: 'x'.repeat(9_999) } }),
  );
  const { total, problems } = await check(lines.join('\n'), '/v1/chat/completions', 5_000);
  assert.deepEqual([total, problems.length], [1_000, 20]);
  assert.ok(problems.every(({ message }) => message.length <= 500));
});

test('fails for a request so far down, behind empty lines, that its job could have no id', () => {
  const checkLines = (...lines: readonly number[]) => {
    const checker = createInputChecker('/v1/chat/completions', 100);
    const place = { offsetBytes: 0, lengthBytes: 9, kind: 'text' } as const;
    for (const line of lines) checker.take({ ...place, line, text: chatLine(`r${line}`, 'x') });
    return checker.result().problems.map(({ code, line, param }) => [code, line, param]);
  };
  assert.deepEqual(checkLines(0, MAX_LINES - 1), []);
  assert.deepEqual(checkLines(0, MAX_LINES), [['too_many_lines', MAX_LINES + 1, null]]);
  assert.deepEqual(parseLineJobId(lineJobId('batch_1', MAX_LINES - 1)), { batch: '1', line: MAX_LINES - 1 });
});
