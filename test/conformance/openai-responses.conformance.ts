import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { zodTextFormat } from 'openai/helpers/zod';
import type { ResponseInputItem } from 'openai/resources/responses/responses';
import { z } from 'zod';
import { openChatProduct } from '#test/product/open-chat-product.ts';
import { CLIENTS } from './openai-clients.ts';
import { lastCall } from './sent-call.ts';

const product = await openChatProduct({ after });
const CITY = { type: 'object', properties: { city: { type: 'string' } } };
const TOOLS = [{ type: 'function' as const, name: 'get_weather', parameters: CITY, strict: false }];
const text = (value: string) => ({ type: 'text', text: value });

for (const [name, connect] of CLIENTS) {
  describe(`responses with ${name}`, () => {
    const client = connect(product);
    const ask = (input: string) => ({ model: 'haiku', input });

    it('answer with text and usage', async () => {
      const response = await client.responses.create({
        ...ask('[[say: hello]] [[usage: input=10 output=20 cache_read=30 cache_write=40]]'),
        instructions: 'Be brief.',
        max_output_tokens: 99,
      });
      assert.equal(response.output_text, '[stand-in model] hello');
      assert.equal(response.status, 'completed');
      assert.equal(response.usage?.input_tokens, 80);
      assert.equal(response.usage?.input_tokens_details.cached_tokens, 30);
      assert.equal(response.usage?.output_tokens, 20);
      const { system, max_tokens } = lastCall(product.model);
      assert.match(JSON.stringify(system), /Be brief\./);
      assert.equal(max_tokens, 99);
    });

    it('stream the text, and the helper puts it together', async () => {
      const events = await Array.fromAsync(await client.responses.create({ ...ask('[[chars: 500]]'), stream: true }));
      const deltas = events.flatMap((event) => (event.type === 'response.output_text.delta' ? [event.delta] : []));
      assert.ok(deltas.length > 1, 'in more than one piece');
      assert.equal(deltas.join('').length, 500);
      assert.equal(events.at(-1)?.type, 'response.completed');

      const final = await client.responses.stream(ask('[[say: hello]]')).finalResponse();
      const [item] = final.output;
      assert.ok(item?.type === 'message' && item.content[0]?.type === 'output_text');
      assert.equal(item.content[0].text, '[stand-in model] hello');
    });

    it('are continued by sending all of it back, with what tools of the caller said', async () => {
      const asked = '[[tool: get_weather {"city":"Bern"}]] [[tool: get_weather {"city":"Rome"}]]';
      const input: ResponseInputItem[] = [{ role: 'user', content: asked }];
      const first = await client.responses.stream({ model: 'haiku', input, tools: TOOLS }).finalResponse();
      const calls = first.output.flatMap((item) => (item.type === 'function_call' ? [item] : []));
      assert.deepEqual(
        calls.map(({ name, arguments: json }) => [name, JSON.parse(json)]),
        [
          ['get_weather', { city: 'Bern' }],
          ['get_weather', { city: 'Rome' }],
        ],
      );
      const results = calls.map(({ call_id }) => ({ type: 'function_call_output' as const, call_id, output: 'Sun.' }));
      const output = first.output as ResponseInputItem[];
      const second = await client.responses.create({
        model: 'haiku',
        input: [...input, ...output, ...results],
        tools: TOOLS,
      });
      assert.equal(second.output_text, '[stand-in model] The tool said: Sun.\nThe tool said: Sun.');
      assert.deepEqual(lastCall(product.model).messages, [
        { role: 'user', content: [text(asked)] },
        {
          role: 'assistant',
          content: calls.map(({ call_id: id, arguments: json }) => ({
            ...{ type: 'tool_use', id, name: 'get_weather' },
            input: JSON.parse(json),
          })),
        },
        {
          role: 'user',
          content: calls.map(({ call_id: tool_use_id }) => ({
            ...{ type: 'tool_result', tool_use_id },
            content: [text('Sun.')],
          })),
        },
      ]);
    });

    it('take images and documents', async () => {
      await client.responses.create({
        model: 'haiku',
        input: [
          {
            role: 'user',
            content: [
              { type: 'input_image', detail: 'auto', image_url: 'data:image/png;base64,iVBORw0KGgo=' },
              { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0xLjQK' },
              { type: 'input_text', text: '[[say: seen]]' },
            ],
          },
        ],
      });
      const { content } = lastCall(product.model).messages[0] ?? {};
      assert.deepEqual(
        (content as { type: string }[]).map(({ type }) => type),
        ['image', 'document', 'text'],
      );
    });

    it('satisfy a schema', async () => {
      const Person = z.object({ name: z.string() });
      const body = {
        ...ask('[[tool: StructuredOutput {"name":"Ada"}]]'),
        text: { format: zodTextFormat(Person, 'person') },
      };
      assert.deepEqual((await client.responses.parse(body)).output_parsed, { name: 'Ada' });
      const streamed = await client.responses.stream(body).finalResponse();
      assert.deepEqual(streamed.output_parsed, { name: 'Ada' });
    });

    it('say that they are incomplete, or that they failed on the way', async () => {
      const cut = await client.responses.create({ ...ask('[[stop: max_tokens]]'), max_output_tokens: 5 });
      assert.deepEqual([cut.status, cut.incomplete_details], ['incomplete', { reason: 'max_output_tokens' }]);
      const events = await Array.fromAsync(
        await client.responses.create({ ...ask('[[chars: 2000]] [[error]] [[always]]'), stream: true }),
      );
      const last = events.at(-1);
      assert.ok(last?.type === 'response.failed', last?.type);
      assert.equal(last.response.status, 'failed');
    });

    it('fail with 400 for what needs a session, and say what to do', async () => {
      const answer = client.responses.create({ ...ask('Hi'), previous_response_id: 'resp_1' });
      await assert.rejects(answer, {
        status: 400,
        param: 'previous_response_id',
        message: /send the whole conversation/,
      });
    });
  });
}
