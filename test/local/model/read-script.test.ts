import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { readScript } from '#local/model/read-script.ts';

const NO_SCRIPT = { tools: [], turns: 1, waitMs: 0, delayMs: 0, hang: false, ending: 'complete', usage: {} };

test('every directive of the table is understood', () => {
  const cases: readonly (readonly [string, object])[] = [
    ['[[say: hello]]', { say: 'hello' }],
    ['[[chars: 100000]]', { chars: 100_000 }],
    ['[[think: hm]]', { think: 'hm' }],
    ['[[bash: ls -l]]', { tools: [{ name: 'Bash', input: { command: 'ls -l' } }] }],
    ['[[tool: Read {"file_path":"/x"}]]', { tools: [{ name: 'Read', input: { file_path: '/x' } }] }],
    ['[[tool: Stop]]', { tools: [{ name: 'Stop', input: {} }] }],
    ['[[turns: 3]]', { turns: 3 }],
    ['[[wait: 500]]', { waitMs: 500 }],
    ['[[delay: 50]]', { delayMs: 50 }],
    ['[[hang]]', { hang: true }],
    ['[[fail: 529]]', { failure: { status: 529, times: Number.POSITIVE_INFINITY } }],
    ['[[fail: 429 retry-after=1 times=2]]', { failure: { status: 429, retryAfterSeconds: 1, times: 2 } }],
    ['[[stall]]', { ending: 'stall' }],
    ['[[cut]]', { ending: 'cut' }],
    ['[[error]]', { ending: 'error' }],
    ['[[stop: refusal]]', { stopReason: 'refusal' }],
    ['[[usage: input=1 cache_read=0]]', { usage: { input_tokens: 1, cache_read_input_tokens: 0 } }],
    ['[[usage: output=2 cache_write=3]]', { usage: { output_tokens: 2, cache_creation_input_tokens: 3 } }],
    ['[[always]]', {}],
  ];
  for (const [prompt, wish] of cases) {
    assert.deepEqual(readScript(`a ${prompt} b`), { ...NO_SCRIPT, ...wish, text: 'a  b' }, prompt);
  }
});

test('several tools are called in parallel, in order', () => {
  const { tools } = readScript('[[bash: a]] [[tool: Read {"n":1}]] [[bash: b]]');
  assert.deepEqual(
    tools.map(({ name }) => name),
    ['Bash', 'Read', 'Bash'],
  );
});

test('an unknown name or a wrong argument stays text', () => {
  for (const prompt of [
    '[[shout]]',
    '[[constructor]]',
    '[[chars: many]]',
    '[[fail: 200]]',
    '[[tool: X {no}]]',
    '[[usage: 7]]',
  ]) {
    assert.deepEqual(readScript(prompt), { ...NO_SCRIPT, text: prompt });
  }
});

test('a text without brackets is left alone', () => {
  const text = fc.string({ unit: 'grapheme' }).filter((prompt) => !prompt.includes('[['));
  fc.assert(fc.property(text, (prompt) => assert.equal(readScript(prompt).text, prompt.trim())));
});
