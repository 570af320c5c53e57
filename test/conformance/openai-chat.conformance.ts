import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { openChatProduct } from '#test/product/open-chat-product.ts';
import { readJson } from '#test/product/read-json.ts';
import { CLIENTS } from './openai-clients.ts';
import { lastCall } from './sent-call.ts';

const product = await openChatProduct({ after });
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const PDF = 'JVBERi0xLjQK';

const ask = (content: string) => ({ model: 'haiku', messages: [{ role: 'user' as const, content }] });
const text = (value: string) => ({ type: 'text', text: value });

for (const [name, connect] of CLIENTS) {
  describe(`chat completions with ${name}`, () => {
    const client = connect(product);

    it('answers with text, usage with cached tokens, cost and request id', async () => {
      const { data, response, request_id } = await client.chat.completions
        .create(ask('[[say: hello]] [[usage: input=10 output=20 cache_read=30 cache_write=40]]'))
        .withResponse();
      assert.equal(data.choices[0]?.message.content, '[stand-in model] hello');
      assert.equal(data.choices[0]?.finish_reason, 'stop');
      assert.equal(data.model, 'claude-haiku-5-5');
      assert.deepEqual(data.usage, {
        prompt_tokens: 80,
        completion_tokens: 20,
        total_tokens: 100,
        prompt_tokens_details: { cached_tokens: 30, cache_write_tokens: 40 },
      });
      assert.equal(request_id, response.headers.get('x-request-id'));
      assert.ok(Number(response.headers.get('headless-claude-cost-usd')) > 0);
      assert.equal(response.headers.get('headless-claude-ignored'), null);
      const kept = await readJson(await product.call('GET', `/v1/prompts/${data.id}`));
      assert.equal(kept.response, '[stand-in model] hello');
    });

    it('sends the model the whole conversation with its roles, and the parameters', async () => {
      const { response } = await client.chat.completions
        .create({
          model: 'haiku',
          messages: [
            { role: 'system', content: 'Be brief.' },
            { role: 'user', content: 'Hi' },
            { role: 'assistant', content: 'Hello.' },
            { role: 'user', content: [{ type: 'text', text: '[[say: I am well.]]' }] },
          ],
          ...{
            max_completion_tokens: 99,
            temperature: 0.3,
            stop: ['END'],
            reasoning_effort: 'low',
            seed: 7,
            user: 'u',
          },
        })
        .withResponse();
      const { system, messages, max_tokens, temperature, stop_sequences, output_config } = lastCall(product.model);
      assert.match(JSON.stringify(system), /Be brief\./);
      assert.deepEqual(messages, [
        { role: 'user', content: [text('Hi')] },
        { role: 'assistant', content: [text('Hello.')] },
        { role: 'user', content: [text('[[say: I am well.]]')] },
      ]);
      assert.deepEqual([max_tokens, temperature, stop_sequences], [99, 0.3, ['END']]);
      assert.deepEqual(output_config, { effort: 'low' });
      assert.equal(response.headers.get('headless-claude-ignored'), 'seed, user');
    });

    it('sends the model images and documents', async () => {
      const image = `data:image/png;base64,${PNG}`;
      await client.chat.completions.create({
        model: 'haiku',
        messages: [
          {
            role: 'user',
            content: [
              { type: 'image_url', image_url: { url: image } },
              { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
              { type: 'file', file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${PDF}` } },
              { type: 'text', text: '[[say: seen]]' },
            ],
          },
        ],
      });
      assert.deepEqual(lastCall(product.model).messages[0]?.content, [
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } },
        { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
        { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: PDF }, title: 'a.pdf' },
        text('[[say: seen]]'),
      ]);
    });

    it('streams the text as it comes, and at last usage if asked for', async () => {
      const chunks = await Array.fromAsync(
        await client.chat.completions.create({
          ...ask('[[chars: 500]]'),
          stream: true,
          stream_options: { include_usage: true },
        }),
      );
      const deltas = chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta.content ?? ''));
      assert.ok(deltas.filter((delta) => delta !== '').length > 1, 'in more than one piece');
      assert.equal(deltas.join('').length, 500);
      assert.ok((chunks.at(-1)?.usage?.prompt_tokens ?? 0) > 0);
      assert.equal(new Set(chunks.map(({ id }) => id)).size, 1);
    });

    it('gives the stream helper what it needs', async () => {
      const stream = client.chat.completions.stream({ ...ask('[[think: Hm.]] [[say: hello]]') });
      let snapshot = '';
      stream.on('content', (_delta, whole) => {
        snapshot = whole;
      });
      const completion = await stream.finalChatCompletion();
      assert.equal(completion.choices[0]?.message.content, '[stand-in model] hello');
      assert.equal(completion.choices[0]?.finish_reason, 'stop');
      assert.equal(await stream.finalContent(), snapshot);
    });

    it('says that an answer was cut, or refused', async () => {
      const cut = await client.chat.completions.create({ ...ask('[[stop: max_tokens]]'), max_tokens: 5 });
      assert.equal(cut.choices[0]?.finish_reason, 'length');
      const refused = await client.chat.completions.create(ask('[[stop: refusal]]'));
      assert.equal(refused.choices[0]?.finish_reason, 'content_filter');
    });

    it('answers with JSON that satisfies a schema, whole and streamed', async () => {
      const Person = z.object({ name: z.string(), age: z.number() });
      const body = {
        ...ask('[[tool: StructuredOutput {"name":"Ada","age":36}]]'),
        response_format: zodResponseFormat(Person, 'person'),
      };
      const parsed = await client.chat.completions.parse(body);
      assert.deepEqual(parsed.choices[0]?.message.parsed, { name: 'Ada', age: 36 });
      const streamed = await client.chat.completions.stream(body).finalChatCompletion();
      assert.deepEqual(streamed.choices[0]?.message.parsed, { name: 'Ada', age: 36 });
      const { choices } = await client.chat.completions.create({
        ...ask('[[tool: StructuredOutput {"any":["thing"]}]]'),
        response_format: { type: 'json_object' },
      });
      assert.equal(choices[0]?.message.content, '{"any":["thing"]}');
    });

    it('answers with JSON that satisfies a schema of any draft', async () => {
      const { choices } = await client.chat.completions.create({
        ...ask('[[tool: StructuredOutput {"name":"Ada"}]]'),
        response_format: {
          type: 'json_schema',
          json_schema: {
            name: 'person',
            schema: z.toJSONSchema(z.object({ name: z.string() })) as Record<string, unknown>,
          },
        },
      });
      assert.equal(choices[0]?.message.content, '{"name":"Ada"}');
    });

    it('fails when the model does not satisfy the schema, and does not pass its text off as the answer', async () => {
      const answer = client.chat.completions.create({
        ...ask('[[say: Ada.]] [[always]]'),
        response_format: { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object' } } },
      });
      await assert.rejects(answer, { status: 502, code: 'output_invalid', type: 'server_error' });
    });

    it('keeps no text when it is told so', async () => {
      const { id } = await client.chat.completions.create({ ...ask('[[say: secret]]'), store: false });
      assert.equal((await readJson(await product.call('GET', `/v1/prompts/${id}`))).response, null);
    });

    it('ends the run when its reader leaves the stream', { timeout: 20_000 }, async () => {
      const stream = await client.chat.completions.create({ ...ask('[[chars: 5000]] [[delay: 20]]'), stream: true });
      let id = '';
      for await (const chunk of stream) {
        id = chunk.id;
        if (chunk.choices[0]?.delta.content) break;
      }
      const read = async () => readJson(await product.call('GET', `/v1/prompts/${id}`));
      let kept = await read();
      while (kept.status === 'in_progress') kept = await read();
      assert.equal(kept.status, 'canceled');
      assert.ok(kept.response.length > 0 && kept.response.length < 5000);
    });

    it('lists the models', async () => {
      const ids = [];
      for await (const { id } of client.models.list()) ids.push(id);
      assert.ok(ids.includes('claude-haiku-5-5'));
      assert.equal((await client.models.retrieve('haiku')).id, 'claude-haiku-5-5');
    });
  });
}
