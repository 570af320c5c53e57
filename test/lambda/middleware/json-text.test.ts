import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { jsonText } from '#middleware/json-text.ts';

test('wherever it is cut, the pieces encoded by themselves add up to the same JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.nat(), (value, cut) => {
      const text = jsonText({ value });
      const at = cut % text.length;
      const pieces = [text.slice(0, at), text.slice(at)].map((piece) => Buffer.from(piece));
      assert.deepEqual(JSON.parse(Buffer.concat(pieces).toString()), JSON.parse(JSON.stringify({ value })));
    }),
  );
});

test('other characters stay as they are', () => {
  assert.equal(jsonText({ text: 'é漢\u2028' }), '{"text":"é漢\u2028"}');
  assert.equal(jsonText({ text: '\u{1f600}' }), '{"text":"\\ud83d\\ude00"}');
});
