import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { openChatProduct } from '#test/product/open-chat-product.ts';
import { CLIENTS } from './openai-clients.ts';
import { lastCall } from './sent-call.ts';

const product = await openChatProduct({ after });
const CITY = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const WEATHER = { name: 'get_weather', description: 'The weather of a city.', parameters: CITY };
const TOOLS = [{ type: 'function' as const, function: WEATHER }];
const BERN = '[[tool: get_weather {"city":"Bern"}]]';
const ROME = '[[tool: get_weather {"city":"Rome"}]]';

const ask = (content: string) => ({ model: 'haiku', messages: [{ role: 'user' as const, content }], tools: TOOLS });

for (const [name, connect] of CLIENTS) {
  describe(`tools of the caller with ${name}`, () => {
    const client = connect(product);

    it('are called by the model, and their results continue the conversation', async () => {
      const first = await client.chat.completions.create({ ...ask(BERN), tool_choice: 'required' });
      const [choice] = first.choices;
      assert.equal(choice?.finish_reason, 'tool_calls');
      assert.equal(choice?.message.content, null);
      const [call, ...others] = choice?.message.tool_calls ?? [];
      assert.ok(call?.type === 'function' && others.length === 0);
      assert.deepEqual(call.function, { name: 'get_weather', arguments: '{"city":"Bern"}' });
      const offered = lastCall(product.model);
      assert.deepEqual(offered['tools'], [
        { name: 'get_weather', description: 'The weather of a city.', input_schema: CITY },
      ]);
      assert.deepEqual(offered['tool_choice'], { type: 'any' });

      const messages: ChatCompletionMessageParam[] = [
        { role: 'user', content: BERN },
        choice.message,
        { role: 'tool', tool_call_id: call.id, content: 'Rain.' },
      ];
      const second = await client.chat.completions.create({ model: 'haiku', messages, tools: TOOLS });
      assert.equal(second.choices[0]?.message.content, '[stand-in model] The tool said: Rain.');
      assert.deepEqual(lastCall(product.model).messages.slice(1), [
        {
          role: 'assistant',
          content: [{ type: 'tool_use', id: call.id, name: 'get_weather', input: { city: 'Bern' } }],
        },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: 'Rain.' }] },
      ]);
    });

    it('are called in parallel, their arguments streamed, and all results come in one message', async () => {
      const stream = client.chat.completions.stream(ask(`${BERN} ${ROME}`));
      const { choices } = await stream.finalChatCompletion();
      const calls = choices[0]?.message.tool_calls ?? [];
      assert.deepEqual(
        calls.map((call) => call.type === 'function' && JSON.parse(call.function.arguments)),
        [{ city: 'Bern' }, { city: 'Rome' }],
      );
      const results = calls.map(({ id }) => ({ role: 'tool' as const, tool_call_id: id, content: 'Sun.' }));
      const messages: ChatCompletionMessageParam[] = [
        { role: 'user', content: 'Weather?' },
        { role: 'assistant', tool_calls: calls },
        ...results,
      ];
      await client.chat.completions.create({ model: 'haiku', messages, tools: TOOLS });
      const { content } = lastCall(product.model).messages.at(-1) ?? {};
      assert.deepEqual(
        (content as { tool_use_id: string }[]).map(({ tool_use_id }) => tool_use_id),
        calls.map(({ id }) => id),
      );
    });

    it('that take no arguments get an empty object of them', async () => {
      const tools = [{ type: 'function' as const, function: { name: 'get_time' } }];
      const body = { ...ask('[[tool: get_time]]'), tools };
      const whole = await client.chat.completions.create(body);
      const streamed = await client.chat.completions.stream(body).finalChatCompletion();
      for (const { choices } of [whole, streamed]) {
        const [call] = choices[0]?.message.tool_calls ?? [];
        assert.equal(call?.type === 'function' && call.function.arguments, '{}');
      }
    });

    for (const stream of [false, true] as const) {
      it(`are run by the SDK itself${stream ? ', streaming' : ''}`, async () => {
        const asked: unknown[] = [];
        const run = (args: unknown): string => {
          asked.push(args);
          return 'Snow.';
        };
        const tool = { ...WEATHER, function: run, parse: JSON.parse };
        const body = { ...ask(`${BERN} ${ROME}`), tools: [{ type: 'function' as const, function: tool }] };
        const runner = stream
          ? client.chat.completions.runTools({ ...body, stream })
          : client.chat.completions.runTools(body);
        assert.equal(await runner.finalContent(), '[stand-in model] The tool said: Snow.\nThe tool said: Snow.');
        assert.deepEqual(asked, [{ city: 'Bern' }, { city: 'Rome' }]);
      });
    }

    it('are run one at a time when asked for', async () => {
      await client.chat.completions.create({ ...ask(BERN), parallel_tool_calls: false });
      assert.deepEqual(lastCall(product.model)['tool_choice'], { type: 'auto', disable_parallel_tool_use: true });
    });

    it('fail with 400 for an agent, which has its own', async () => {
      const answer = client.chat.completions.create({ ...ask('Hi'), metadata: { profile: 'agent' } });
      await assert.rejects(answer, { status: 400, param: 'tools', type: 'invalid_request_error' });
    });
  });
}
