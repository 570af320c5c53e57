import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, describe, it } from 'node:test';
import { openProduct } from '#test/product/open-product.ts';
import { readExamples, runExample } from './document-examples.ts';

const hasCurl = spawnSync('curl', ['--version']).status === 0;

const product = await openProduct({ after });

type Expectation = readonly [prompt: string, directive: string, printed: RegExp];

/** What the stand-in model has to be told to do what a model would, and what the example then prints. */
const EXPECTATIONS: Readonly<Record<string, readonly Expectation[]>> = {
  'docs/api/chat-completions.md': [
    ['Say hello.', '[[say: hello]]', /^\[stand-in model\] hello\n$/],
    ['Say hello.', '[[say: hello]]', /"content":"\[stand-in model\] hello"/],
    ['Compute the 50th Fibonacci number with a script.', '[[bash: echo $((6*7))]]', /42.*\d+ tokens/s],
    ['How is the weather in Bern?', '[[tool: get_weather {"city":"Bern"}]]', /It is sunny in Bern\./],
    ['Which city is the capital of Switzerland?', '[[tool: StructuredOutput {"city":"Bern"}]]', /^Bern\n$/],
  ],
  'docs/api/files.md': [
    ['in.jsonl', 'in.jsonl', /^processed \{"custom_id": "1",.*\}\n$/],
    ['requests.jsonl', 'requests.jsonl', /^$/],
  ],
  'docs/api/batches.md': [
    ['Say hello.', '[[say: hello]]', /"custom_id":"first".*hello.*\n.*"custom_id":"second".*hello/],
    ['Say hello.', '[[say: hello]]', /^first .*hello.*\nsecond .*hello/s],
  ],
  'docs/api/messages.md': [
    ['Say hello.', '[[say: hello]]', /\[stand-in model\] hello/],
    ['Say hello.', '[[say: hello]]', /"text":"\[stand-in model\] hello"/],
    ['Compute the 50th Fibonacci number with a script.', '[[bash: echo $((6*7))]]', /42/],
    ['How is the weather in Bern?', '[[tool: get_weather {"city":"Bern"}]]', /It is sunny in Bern\./],
    ['Which city is the capital of Switzerland?', '[[tool: StructuredOutput {"city":"Bern"}]]', /^Bern\n$/],
  ],
  'docs/api/responses.md': [
    ['Say hello.', '[[say: hello]]', /^\[stand-in model\] hello\n$/],
    ['Say hello.', '[[say: hello]]', /"text":"\[stand-in model\] hello"/],
    ['How is the weather in Bern?', '[[tool: get_weather {"city":"Bern"}]]', /It is sunny in Bern\./],
  ],
};

for (const [path, expectations] of Object.entries(EXPECTATIONS)) {
  const examples = await readExamples(path);

  describe(`the examples of ${path}`, () => {
    it('are all known here', () => assert.equal(examples.length, expectations.length));

    for (const [index, { language, code }] of examples.entries()) {
      const [prompt, directive, printed] = expectations[index] ?? assert.fail();
      it(`do what they say: ${language} ${index + 1}`, { skip: language === 'sh' && !hasCurl }, async () => {
        assert.ok(code.includes(prompt));
        const scripted = code.replace(prompt, () => directive);
        assert.match(await runExample({ language, code: scripted }, product), printed);
      });
    }
  });
}
