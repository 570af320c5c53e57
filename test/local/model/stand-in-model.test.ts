import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import test from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import type { StandInModel } from '#local/model/stand-in-model.ts';
import { startStandInModel } from '#local/model/stand-in-model.ts';

const start = async (t: TestContext, options = {}): Promise<StandInModel> => {
  const standIn = await startStandInModel(options);
  t.after(() => standIn.close());
  return standIn;
};

const clientOf = ({ baseUrl }: StandInModel) => new Anthropic({ apiKey: 'any', baseURL: baseUrl, maxRetries: 0 });

const ask = (content: string) => ({
  model: 'claude-haiku-4-5',
  max_tokens: 100,
  messages: [{ role: 'user', content } as const],
});

test("Anthropic's own client reads the same message streamed and whole", async (t) => {
  const client = clientOf(await start(t));
  const prompt = '[[think: hm]] [[say: naïve 😀 café]] [[stop: max_tokens]] [[usage: input=9 output=8]]';
  const whole = await client.messages.create(ask(prompt));
  const streamed = await client.messages.stream(ask(prompt)).finalMessage();
  for (const { content, stop_reason, usage } of [whole, streamed]) {
    assert.deepEqual(content, [
      { type: 'thinking', thinking: 'hm', signature: 'c3RhbmQtaW4=' },
      { type: 'text', text: '[stand-in model] naïve 😀 café' },
    ]);
    assert.equal(stop_reason, 'max_tokens');
    assert.equal(usage.input_tokens, 9);
    assert.equal(usage.output_tokens, 8);
  }
});

test('a streamed tool call has its input', async (t) => {
  const client = clientOf(await start(t));
  const tools = [{ name: 'Bash', input_schema: { type: 'object' } as const }];
  const message = await client.messages.stream({ ...ask('[[bash: echo "1 2"]]'), tools }).finalMessage();
  const [block] = message.content;
  assert.deepEqual(block?.type === 'tool_use' && block.input, { command: 'echo "1 2"' });
});

test('tokens can be counted', async (t) => {
  const client = clientOf(await start(t));
  const { input_tokens } = await client.messages.countTokens({ model: 'm', messages: ask('hi').messages });
  assert.ok(input_tokens > 0);
});

test('fails with the status and the header that were asked for, once per conversation if so', async (t) => {
  const client = clientOf(await start(t));
  await assert.rejects(client.messages.create(ask('[[fail: 429 retry-after=3]]')), (error: unknown) => {
    assert.ok(error instanceof Anthropic.RateLimitError);
    assert.equal(error.headers?.get('retry-after'), '3');
    return true;
  });
  const once = ask('[[fail: 529 times=1]]');
  await assert.rejects(client.messages.create(once), { status: 529 });
  assert.equal((await client.messages.create(once)).role, 'assistant');
  await assert.rejects(client.messages.create({ ...once, metadata: { user_id: 'another' } }), { status: 529 });
});

test('fails in the middle: an error event, a cut, or nothing more', async (t) => {
  const standIn = await start(t);
  const client = clientOf(standIn);
  const partOf = async (prompt: string): Promise<string> => {
    let text = '';
    await assert.rejects(
      async () => {
        for await (const event of await client.messages.create({ ...ask(prompt), stream: true })) {
          if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
          // The first half of the text is 500 characters; a stalled answer never brings more.
          if (prompt.includes('stall') && text.length === 500) throw new Error('enough');
        }
        throw new Error('the answer ended as if it were whole');
      },
      prompt.includes('stall') ? /enough/ : (error: Error) => !/as if it were whole/.test(error.message),
    );
    return text;
  };
  for (const ending of ['error', 'cut', 'stall']) {
    assert.equal((await partOf(`[[chars: 1000]] [[${ending}]]`)).length, 500, ending);
  }
});

test('fails like the API for what is no request', async (t) => {
  const { baseUrl } = await start(t);
  const post = async (path: string, body: string) => (await fetch(baseUrl + path, { method: 'POST', body })).status;
  assert.equal(await post('/v1/messages', 'no json'), 400);
  assert.equal(await post('/v1/messages', '{"model":"m"}'), 400);
  assert.equal(await post('/v1/other', '{}'), 404);
});

test('calls are recorded: what was sent, and whether the client stayed', async (t) => {
  const standIn = await start(t);
  const body = JSON.stringify({ ...ask('hi'), stream: true });
  await (await fetch(`${standIn.baseUrl}/v1/messages?beta=true`, { method: 'POST', body })).text();
  const [call] = standIn.calls;
  assert.equal(call?.path, '/v1/messages?beta=true');
  assert.equal(call?.bodyBytes, body.length);
  assert.deepEqual(call?.body, JSON.parse(body));
  assert.equal(call?.clientLeft, false);

  const hanging = fetch(`${standIn.baseUrl}/v1/messages`, { method: 'POST', body: JSON.stringify(ask('[[hang]]')) });
  hanging.catch(() => {});
  await t.waitFor(() => assert.equal(standIn.calls.length, 2));
  await standIn.close();
  await assert.rejects(hanging);
  await t.waitFor(() => assert.equal(standIn.calls[1]?.clientLeft, true));
});

test('only the latest calls are recorded, or none', async (t) => {
  const few = await start(t, { maxRecordedCalls: 2 });
  const none = await start(t, { maxRecordedCalls: 0 });
  for (const prompt of ['a', 'b', 'c']) {
    await clientOf(few).messages.create(ask(prompt));
    await clientOf(none).messages.create(ask(prompt));
  }
  assert.deepEqual(
    few.calls.map(({ body }) => (body as { messages: [{ content: string }] }).messages[0].content),
    ['b', 'c'],
  );
  assert.equal(none.calls.length, 0);
});
