import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type Anthropic from '@anthropic-ai/sdk';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { z } from 'zod';
import { openChatProduct } from '#test/product/open-chat-product.ts';
import { readJson } from '#test/product/read-json.ts';
import { CLIENTS } from './anthropic-clients.ts';
import { lastCall } from './sent-call.ts';

type MessageParam = Anthropic.MessageParam;

const product = await openChatProduct({ after });
const { model } = product;

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const PDF = Buffer.from('%PDF-1.4 a report').toString('base64');
const USAGE = '[[usage: input=1000 output=100 cache_read=10 cache_write=20]]';
const WEATHER = {
  name: 'get_weather',
  description: 'Tells the weather of a city.',
  input_schema: { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'] },
};

const ask = (content: MessageParam['content']) => ({
  model: 'haiku',
  max_tokens: 2000,
  messages: [{ role: 'user' as const, content }],
});

const textOf = ({ content }: Anthropic.Message): string =>
  content.map((block) => (block.type === 'text' ? block.text : '')).join('');

for (const [name, connect] of CLIENTS) {
  const client = connect(product);

  describe(name, () => {
    it('gets an answer with its true usage, cost and request id, and finds its record', async () => {
      const request = { ...ask(`[[say: hello]] ${USAGE}`), metadata: { user_id: 'user-1' } };
      const { data: message, response, request_id: requestId } = await client.messages.create(request).withResponse();
      assert.deepEqual(message.content, [{ type: 'text', text: '[stand-in model] hello' }]);
      assert.deepEqual(
        [message.role, message.model, message.stop_reason],
        ['assistant', 'claude-haiku-5-5', 'end_turn'],
      );
      assert.deepEqual(message.usage, {
        input_tokens: 1000,
        output_tokens: 100,
        cache_read_input_tokens: 10,
        cache_creation_input_tokens: 20,
      });
      assert.equal(response.headers.get('headless-claude-cost-usd'), '0.000153');
      assert.equal(response.headers.get('request-id'), requestId);
      assert.match(response.headers.get('anthropic-ratelimit-requests-remaining') ?? '', /^\d+$/);
      const record = await readJson(await product.call('GET', `/v1/prompts/${message.id}`));
      assert.deepEqual([record.request_id, record.metadata], [requestId, { user_id: 'user-1' }]);
    });

    it('streams the events of an answer in their order', async () => {
      const stream = await client.messages.create({ ...ask(`[[chars: 2000]] ${USAGE}`), stream: true });
      const events = await Array.fromAsync(stream);
      const deltas = events.filter(({ type }) => type === 'content_block_delta');
      assert.ok(deltas.length > 1);
      assert.deepEqual(
        events.map(({ type }) => type).filter((type) => type !== 'content_block_delta'),
        ['message_start', 'content_block_start', 'content_block_stop', 'message_delta', 'message_stop'],
      );
      const [start] = events;
      assert.ok(start?.type === 'message_start');
      const { input_tokens, cache_read_input_tokens, cache_creation_input_tokens } = start.message.usage;
      assert.deepEqual([input_tokens, cache_read_input_tokens, cache_creation_input_tokens], [1000, 10, 20]);
      const end = events.at(-2);
      assert.ok(end?.type === 'message_delta');
      assert.deepEqual([end.delta.stop_reason, end.usage.output_tokens], ['end_turn', 100]);
    });

    it('collects a stream into the message by its helper', async () => {
      const stream = client.messages.stream({
        ...ask('[[think: Let me see]] [[say: hello]]'),
        thinking: { type: 'enabled', budget_tokens: 1024 },
      });
      const pieces: string[] = [];
      stream.on('text', (piece) => pieces.push(piece));
      const message = await stream.finalMessage();
      assert.deepEqual(message.content, [
        { type: 'thinking', thinking: 'Let me see', signature: 'c3RhbmQtaW4=' },
        { type: 'text', text: '[stand-in model] hello' },
      ]);
      assert.equal(await stream.finalText(), pieces.join(''));
      assert.deepEqual(lastCall(model)['thinking'], { type: 'enabled', budget_tokens: 1024 });
    });

    it('has its whole conversation reach the model with roles kept, under its own system prompt', async () => {
      const messages: MessageParam[] = [
        { role: 'user', content: 'My name is Ada.' },
        { role: 'user', content: 'I like numbers.' },
        { role: 'assistant', content: 'Hello Ada.' },
        { role: 'user', content: [{ type: 'text', text: '[[say: Ada]] What is my name?' }] },
      ];
      const system = [
        { type: 'text' as const, text: 'Be brief.' },
        { type: 'text' as const, text: 'Be kind.', cache_control: { type: 'ephemeral' as const } },
      ];
      const { data, response } = await client.messages
        .create({ model: 'haiku', max_tokens: 77, stop_sequences: ['STOP'], system, messages })
        .withResponse();
      assert.equal(textOf(data), '[stand-in model] Ada');
      assert.equal(response.headers.get('headless-claude-ignored'), 'system.cache_control');
      const call = lastCall(model);
      assert.deepEqual(
        call.messages,
        messages.map(({ role, content }) => ({
          role,
          content: typeof content === 'string' ? [{ type: 'text', text: content }] : content,
        })),
      );
      assert.match(JSON.stringify(call.system), /Be brief\.\\n\\nBe kind\./);
      assert.deepEqual([call['max_tokens'], call['stop_sequences']], [77, ['STOP']]);
    });

    it('has images and documents reach the model as they are', async () => {
      const content: MessageParam['content'] = [
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } },
        { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
        { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: PDF }, title: 'Report' },
        { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'a,b' } },
        { type: 'text', text: '[[say: seen]]' },
      ];
      assert.equal(textOf(await client.messages.create(ask(content))), '[stand-in model] seen');
      assert.deepEqual(lastCall(model).messages, [{ role: 'user', content }]);
    });

    it('runs its tools, parallel calls too, and gets the answer made of their results', async () => {
      const prompt = '[[tool: get_weather {"city":"Bern"}]] [[tool: get_weather {"city":"Basel"}]]';
      const request = { ...ask(prompt), tools: [WEATHER], tool_choice: { type: 'auto' as const } };
      const message = await client.messages.create(request);
      assert.equal(message.stop_reason, 'tool_use');
      const calls = message.content.filter((block) => block.type === 'tool_use');
      assert.deepEqual(
        calls.map((call) => [call.name, call.input]),
        [
          ['get_weather', { city: 'Bern' }],
          ['get_weather', { city: 'Basel' }],
        ],
      );
      assert.deepEqual(lastCall(model)['tools'], [{ type: 'custom', ...WEATHER }]);
      const results = calls.map(({ id }, index) => ({
        type: 'tool_result' as const,
        tool_use_id: id,
        content: index === 0 ? 'sunny' : [{ type: 'text' as const, text: 'rainy' }],
      }));
      const messages: MessageParam[] = [
        ...request.messages,
        { role: 'assistant', content: message.content },
        { role: 'user', content: results },
      ];
      const answer = await client.messages.create({ ...request, messages });
      assert.equal(answer.stop_reason, 'end_turn');
      assert.equal(textOf(answer), '[stand-in model] The tool said: sunny\nThe tool said: rainy');
      assert.deepEqual(lastCall(model).messages.slice(1), [
        { role: 'assistant', content: message.content },
        { role: 'user', content: results },
      ]);
    });

    it('streams the calls of its tools with their arguments', async () => {
      const prompt = '[[tool: get_weather {"city":"Bern"}]] [[tool: get_weather {"city":"Basel"}]]';
      const stream = client.messages.stream({ ...ask(prompt), tools: [WEATHER] });
      const inputs: unknown[] = [];
      stream.on('contentBlock', (block) => inputs.push(block.type === 'tool_use' ? block.input : block));
      assert.equal((await stream.finalMessage()).stop_reason, 'tool_use');
      assert.deepEqual(inputs, [{ city: 'Bern' }, { city: 'Basel' }]);
    });

    it('gets JSON of the shape that it asks for, buffered and streamed', async () => {
      const output_config = {
        format: {
          type: 'json_schema' as const,
          schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
        },
      };
      const request = { ...ask('[[tool: StructuredOutput {"city":"Bern"}]]'), output_config };
      const message = await client.messages.create(request);
      assert.deepEqual([JSON.parse(textOf(message)), message.stop_reason], [{ city: 'Bern' }, 'end_turn']);
      assert.deepEqual(JSON.parse(await client.messages.stream(request).finalText()), { city: 'Bern' });
    });

    it('is told why an answer ended', async () => {
      const cut = await client.messages.create({ ...ask('[[chars: 100]] [[stop: max_tokens]]'), max_tokens: 20 });
      assert.equal(cut.stop_reason, 'max_tokens');
      const refused = await client.messages.create(ask('[[stop: refusal]] [[always]]'));
      assert.equal(refused.stop_reason, 'refusal');
    });

    it('counts tokens, told that it is an estimate', async () => {
      const { data, response } = await client.messages
        .countTokens({ model: 'haiku', messages: [{ role: 'user', content: 'x'.repeat(400) }] })
        .withResponse();
      assert.ok(data.input_tokens >= 100 && data.input_tokens <= 300, String(data.input_tokens));
      assert.equal(response.headers.get('headless-claude-estimated'), 'true');
    });

    it('lists the models page by page, both ways, and reads one', async () => {
      const all = (await client.models.list()).data.map(({ id }) => id);
      const forward = await Array.fromAsync(client.models.list({ limit: 2 }), ({ id }) => id);
      assert.deepEqual(forward, all);
      const backward = await Array.fromAsync(
        client.models.list({ limit: 2, before_id: all.at(-1) ?? '' }),
        ({ id }) => id,
      );
      assert.deepEqual(backward.toSorted(), all.slice(0, -1).toSorted());
      const haiku = await client.models.retrieve('haiku');
      assert.deepEqual([haiku.id, haiku.type, haiku.max_tokens], ['claude-haiku-5-5', 'model', 128_000]);
    });

    it('ends the run when it leaves in the middle', async () => {
      const stream = client.messages.stream(ask('[[chars: 5000]] [[delay: 20]]'));
      await stream.emitted('text');
      const { id } = stream.currentMessage ?? { id: '' };
      stream.abort();
      await assert.rejects(stream.finalMessage());
      assert.equal((await untilEnded(id)).status, 'canceled');
      assert.equal(model.calls.at(-1)?.clientLeft, true);
    });
  });
}

/** The record once the prompt has ended: polled, because nobody is told when a run that nobody reads has ended. */
const untilEnded = async (id: string) => {
  while (true) {
    const record = await readJson(await product.call('GET', `/v1/prompts/${id}`));
    if (record.status !== 'in_progress') return record;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

describe('helpers of @anthropic-ai/sdk 1', () => {
  const [, connect] = CLIENTS[0] ?? assert.fail();
  const client = connect(product);

  it('parse an answer by a zod schema', async () => {
    const message = await client.messages.parse({
      ...ask('[[tool: StructuredOutput {"city":"Bern"}]]'),
      output_config: { format: zodOutputFormat(z.object({ city: z.string() })) },
    });
    assert.deepEqual(message.parsed_output, { city: 'Bern' });
  });

  it('run the tools until the answer is there', async () => {
    const runner = client.beta.messages.toolRunner({
      ...ask('[[tool: get_weather {"city":"Bern"}]]'),
      tools: [
        {
          type: 'custom',
          ...WEATHER,
          parse: (input: unknown) => z.object({ city: z.string() }).parse(input),
          run: ({ city }: { city: string }) => `sunny in ${city}`,
        },
      ],
    });
    const message = await runner.runUntilDone();
    const [block] = message.content;
    assert.equal(block?.type === 'text' && block.text, '[stand-in model] The tool said: sunny in Bern');
  });
});
