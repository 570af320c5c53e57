import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { findDirectives } from '#local/model/find-directives.ts';

const found = (text: string) => findDirectives(text).map(({ name, argument }) => [name, argument]);

test('directives are found anywhere in a text, with and without an argument', () => {
  assert.deepEqual(found('Please [[say: a b ]] and\n[[stall]]!'), [
    ['say', 'a b'],
    ['stall', ''],
  ]);
});

test('pairs of brackets inside belong to the argument', () => {
  assert.deepEqual(found('[[bash: [[ -f x ]] && echo y]] [[tool: Agent {"prompt":"[[say: hi]]"}]]'), [
    ['bash', '[[ -f x ]] && echo y'],
    ['tool', 'Agent {"prompt":"[[say: hi]]"}'],
  ]);
});

test('what does not close, or has no name, is not a directive', () => {
  assert.deepEqual(found('[[say: a] [[1, 2]] [[]] [[Say]]'), []);
});

test('every directive stands in the text as its source says', () => {
  const text = fc.string({ unit: fc.constantFrom('[[', ']]', '[', ']', 'say', ':', ' ', '{', '"', '\n', 'é') });
  fc.assert(
    fc.property(text, (prompt) => {
      for (const { source, name } of findDirectives(prompt)) {
        assert.ok(prompt.includes(source));
        assert.ok(source.startsWith(`[[${name}`) && source.endsWith(']]'));
      }
    }),
  );
});
