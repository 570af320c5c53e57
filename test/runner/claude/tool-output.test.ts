import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toolOutput } from '#runner/claude/tool-output.ts';

test('the output of a tool is text, whatever form it comes in', () => {
  assert.equal(toolOutput('plain'), 'plain');
  assert.equal(
    toolOutput([
      { type: 'text', text: 'one' },
      { type: 'image', source: {} },
    ]),
    'one\n(image)',
  );
  assert.equal(toolOutput(undefined), '');
  assert.equal(toolOutput({ odd: true }), '');
});

test('control codes are removed from it', () => {
  assert.equal(toolOutput('\u001b[32mgreen\u001b[0m'), 'green');
});

test('a long output is cut and says so', () => {
  const output = toolOutput('x'.repeat(70_000));
  assert.equal(output.slice(0, 65_536), 'x'.repeat(65_536));
  assert.equal(output.slice(65_536), '\n… (4464 more characters)');
});
