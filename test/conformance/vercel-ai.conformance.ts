import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { generateObject, generateText, type LanguageModel, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { openChatProduct } from '#test/product/open-chat-product.ts';

const MODEL = 'claude-haiku-4-5';
const SURFACES = ['messages', 'chat completions', 'responses'] as const;

const { baseUrl, apiKey } = await openChatProduct({ after });
const openai = createOpenAI({ baseURL: `${baseUrl}/v1`, apiKey });
const anthropic = createAnthropic({ baseURL: `${baseUrl}/v1`, apiKey });

const MODELS: Readonly<Record<(typeof SURFACES)[number], LanguageModel>> = {
  messages: anthropic(MODEL),
  'chat completions': openai.chat(MODEL),
  responses: openai.responses(MODEL),
};

for (const surface of SURFACES) {
  test(`the AI SDK gets a text by ${surface}`, async () => {
    const { text, finishReason, usage } = await generateText({ model: MODELS[surface], prompt: '[[say: Hello.]]' });
    assert.deepEqual([text, finishReason], ['[stand-in model] Hello.', 'stop']);
    assert.ok((usage.inputTokens ?? 0) > 0 && (usage.outputTokens ?? 0) > 0);
  });

  test(`the AI SDK gets a stream by ${surface}`, async () => {
    const { textStream, finishReason } = streamText({ model: MODELS[surface], prompt: '[[say: Hello, world.]]' });
    const pieces = await Array.fromAsync(textStream);
    assert.equal(pieces.join(''), '[stand-in model] Hello, world.');
    assert.ok(pieces.length > 1);
    assert.equal(await finishReason, 'stop');
  });

  test(`the AI SDK runs a tool and goes on by ${surface}`, async () => {
    const { text, steps } = await generateText({
      model: MODELS[surface],
      prompt: '[[tool: get_weather {"city":"Bern"}]]',
      tools: {
        get_weather: tool({
          description: 'The weather of a city.',
          inputSchema: z.object({ city: z.string() }),
          execute: async ({ city }) => `Rain in ${city}.`,
        }),
      },
      stopWhen: stepCountIs(2),
    });
    assert.equal(steps.length, 2);
    assert.match(text, /Rain in Bern\./);
  });
}

test('the AI SDK gets an object by chat completions', async () => {
  const { object } = await generateObject({
    model: MODELS['chat completions'],
    schema: z.object({ name: z.string() }),
    prompt: '[[tool: StructuredOutput {"name":"Ada"}]]',
  });
  assert.deepEqual(object, { name: 'Ada' });
});
