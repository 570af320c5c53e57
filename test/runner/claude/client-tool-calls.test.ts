import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createClientToolCalls } from '#runner/claude/client-tool-calls.ts';

const begin = (id: string, name: string) => ({
  type: 'content_block_start',
  content_block: { type: 'tool_use', id, name },
});
const piece = (json: string) => ({
  type: 'content_block_delta',
  delta: { type: 'input_json_delta', partial_json: json },
});

/** zod leaves `__proto__` out of an object, as a key that nobody means. */
const names = fc.string().filter((name) => name !== '__proto__');

test('the input is the same however it is cut into pieces', () => {
  fc.assert(
    fc.property(fc.dictionary(names, fc.jsonValue()), fc.integer({ min: 1, max: 9 }), (value, size) => {
      const json = JSON.stringify(value);
      const pieces = Array.from({ length: Math.ceil(json.length / size) }, (_, at) =>
        json.slice(at * size, (at + 1) * size),
      );
      const tools = createClientToolCalls(new Set(['look']));
      const events = [begin('1', 'look'), ...pieces.map(piece)].flatMap((event) => tools.translate(event));
      assert.equal(events.map((event) => (event.kind === 'tool_call_input' ? event.json : '')).join(''), json);
      assert.deepEqual(tools.calls(), [{ id: '1', name: 'look', input: JSON.parse(json) }]);
    }),
  );
});

test('calls of tools that are not the caller’s are not the caller’s', () => {
  const tools = createClientToolCalls(new Set(['look']));
  const events = [begin('1', 'Bash'), piece('{"command":"ls"}')].flatMap((event) => tools.translate(event));
  assert.deepEqual([events, tools.calls(), tools.has('1')], [[], [], false]);
});

test('pieces belong to the call that began last', () => {
  const tools = createClientToolCalls(new Set(['look']));
  for (const event of [begin('1', 'look'), piece('{"at":1}'), begin('2', 'look'), piece('{"at":2}')])
    tools.translate(event);
  assert.deepEqual(
    tools.calls().map(({ id, input }) => [id, input]),
    [
      ['1', { at: 1 }],
      ['2', { at: 2 }],
    ],
  );
});

test('a call without input, or with what is no object, has an empty one', () => {
  const tools = createClientToolCalls(new Set(['look']));
  for (const event of [begin('1', 'look'), begin('2', 'look'), piece('["x"')]) tools.translate(event);
  assert.deepEqual(
    tools.calls().map(({ input }) => input),
    [{}, {}],
  );
});
