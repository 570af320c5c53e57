import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, describe, it } from 'node:test';
import { openProduct } from '#test/product/open-product.ts';
import { readExamples, runExample } from './document-examples.ts';

const hasCurl = spawnSync('curl', ['--version']).status === 0;

const product = await openProduct({ after });
const examples = await readExamples('docs/api/messages.md');

/** What the stand-in model has to be told to do what a model would, and what the example then prints. */
const EXPECTATIONS: readonly (readonly [prompt: string, directive: string, printed: RegExp])[] = [
  ['Say hello.', '[[say: hello]]', /\[stand-in model\] hello/],
  ['Say hello.', '[[say: hello]]', /"text":"\[stand-in model\] hello"/],
  ['Compute the 50th Fibonacci number with a script.', '[[bash: echo $((6*7))]]', /42/],
  ['How is the weather in Bern?', '[[tool: get_weather {"city":"Bern"}]]', /It is sunny in Bern\./],
  ['Which city is the capital of Switzerland?', '[[tool: StructuredOutput {"city":"Bern"}]]', /^Bern\n$/],
];

describe('the examples of docs/api/messages.md', () => {
  it('are all known here', () => assert.equal(examples.length, EXPECTATIONS.length));

  for (const [index, { language, code }] of examples.entries()) {
    const [prompt, directive, printed] = EXPECTATIONS[index] ?? assert.fail();
    it(`do what they say: ${language} ${index + 1}`, { skip: language === 'sh' && !hasCurl }, async () => {
      assert.ok(code.includes(prompt));
      const scripted = code.replace(prompt, () => directive);
      assert.match(await runExample({ language, code: scripted }, product), printed);
    });
  }
});
