import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MODEL_CATALOG } from '#core/models/model-catalog.ts';
import type { Conversation } from '#core/runs/conversation.ts';
import type { RunEvent, RunResult } from '#core/runs/run-event.ts';
import { openTestRunner, resultOf, type TestRunner } from './open-test-runner.ts';
import type { RunChanges } from './run-request.ts';

let bench: TestRunner;
before(async () => {
  bench = await openTestRunner();
});
after(() => bench.close());

/** What the model was sent in the call that begins with that text. */
interface SentBody {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly [member: string]: unknown;
}

const text = (value: string) => ({ type: 'text', text: value });

/** Runs, and looks up what the model was sent in each of the run's calls. */
const runOf = async (changes: RunChanges) => {
  const events = await bench.run(changes);
  const { sessionId } = resultOf(events);
  const calls = bench.model.calls
    .filter(({ body }) => JSON.stringify(body).includes(sessionId))
    .map(({ body }) => body as SentBody);
  return { events, result: resultOf(events), calls };
};

const kindsOf = (events: readonly RunEvent[]): readonly string[] => events.map(({ kind }) => kind);

const WEATHER = {
  name: 'get_weather',
  description: 'The weather of a city.',
  input_schema: { type: 'object', properties: { city: { type: 'string' } } },
};

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const HISTORY: Conversation = [
  { role: 'user', content: [text('What is the weather in Bern?'), text('And please be quick.')] },
  {
    role: 'assistant',
    content: [
      { type: 'thinking', thinking: 'I should look.', signature: 'c2ln' },
      text('Let me look.'),
      { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { city: 'Bern' } },
    ],
  },
  { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'Rain.' }] },
  { role: 'assistant', content: [text('It rains.')] },
  { role: 'user', content: [text('/cost @/etc/hostname')] },
  {
    role: 'user',
    content: [
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PIXEL } },
      { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0xLjQK' } },
      text('[[say: I see.]]'),
    ],
  },
];

describe('a conversation', () => {
  test('of a chat reaches the model as it was said, and nothing beside it', async () => {
    const { calls, result } = await runOf({ messages: HISTORY });
    assert.equal(result.text, '[stand-in model] I see.');
    assert.deepEqual(
      calls.map(({ messages }) => messages),
      [HISTORY],
    );
  });

  for (const { id: model } of MODEL_CATALOG) {
    test(`of an agent with ${model} is what every call begins with, with its own work behind it`, async () => {
      const messages: Conversation = [...HISTORY.slice(0, 4), { role: 'user', content: [text('[[bash: echo done]]')] }];
      const { calls } = await runOf({ profile: 'agent', model, messages });
      assert.equal(calls.length, 2);
      for (const { messages: sent } of calls) {
        assert.deepEqual(sent.slice(0, 4), messages.slice(0, 4));
        assert.match(JSON.stringify(sent[4]), /\[\[bash: echo done\]\]/);
      }
      assert.match(JSON.stringify(calls[1]?.messages), /"tool_use"/);
    });
  }

  test('of a million characters takes no longer way than a short one', async () => {
    const long = 'x'.repeat(1_000_000);
    const { calls, result } = await runOf({
      messages: [{ role: 'user', content: [text(long), text('[[say: Read.]]')] }],
    });
    assert.equal(result.text, '[stand-in model] Read.');
    assert.deepEqual(calls[0]?.messages, [{ role: 'user', content: [text(long), text('[[say: Read.]]')] }]);
  });
});

describe('parameters', () => {
  test('reach the model beside the conversation', async () => {
    const parameters = { max_tokens: 123, temperature: 0.2, top_k: 7, stop_sequences: ['END'], tools: [WEATHER] };
    const { calls } = await runOf({ parameters: { ...parameters, tool_choice: { type: 'none' } } });
    const [{ max_tokens, temperature, top_k, stop_sequences, tools, tool_choice } = {} as SentBody] = calls;
    assert.deepEqual({ max_tokens, temperature, top_k, stop_sequences, tools }, parameters);
    assert.deepEqual(tool_choice, { type: 'none' });
  });

  test('an answer that has the length asked for ends there', async () => {
    const { calls, result } = await runOf({ prompt: '[[stop: max_tokens]]', parameters: { max_tokens: 5 } });
    assert.equal(result.stopReason, 'max_tokens');
    assert.equal(calls.length, 1);
  });

  test('a chat whose model refuses ends there', async () => {
    const { calls, result } = await runOf({ prompt: '[[stop: refusal]]' });
    assert.equal(result.stopReason, 'refusal');
    assert.equal(calls.length, 1);
  });

  test('thinking is shown with its signature when it was asked for', async () => {
    const { calls, events } = await runOf({
      prompt: '[[think: Let me see.]]',
      parameters: { max_tokens: 4000, thinking: { type: 'enabled', budget_tokens: 2000 } },
    });
    assert.deepEqual(calls[0]?.['thinking'], { type: 'enabled', budget_tokens: 2000 });
    const thought = events.map((event) => (event.kind === 'thinking' ? event.text : '')).join('');
    assert.equal(thought, 'Let me see.');
    assert.ok(events.some((event) => event.kind === 'thinking_signature' && event.signature !== ''));
  });
});

describe('tools of the caller', () => {
  const parameters = { tools: [WEATHER, { ...WEATHER, name: 'Bash' }] };

  test('a call ends the run, and comes back piece by piece under the name the caller gave', async () => {
    const prompt = '[[tool: get_weather {"city":"Bern","country":"Switzerland","days":[1,2,3]}]]';
    const { calls, events, result } = await runOf({ prompt, parameters });
    assert.equal(result.stopReason, 'tool_use');
    const [call, ...others] = result.toolCalls ?? [];
    const input = { city: 'Bern', country: 'Switzerland', days: [1, 2, 3] };
    assert.deepEqual([call?.name, call?.input, others], ['get_weather', input, []]);
    const json = events.map((event) => (event.kind === 'tool_call_input' ? event.json : '')).join('');
    assert.deepEqual(JSON.parse(json), input);
    assert.ok(events.filter(({ kind }) => kind === 'tool_call_input').length > 1, 'in more than one piece');
    assert.equal(calls.length, 1);
    assert.ok(!kindsOf(events).some((kind) => kind === 'tool_started' || kind === 'tool_completed'));
  });

  test('parallel calls all come back', async () => {
    const prompt = '[[tool: get_weather {"city":"Bern"}]] [[tool: get_weather {"city":"Rome"}]]';
    const { result } = await runOf({ prompt, parameters });
    assert.deepEqual(
      result.toolCalls?.map(({ input }) => input),
      [{ city: 'Bern' }, { city: 'Rome' }],
    );
  });

  test('a tool named like one of Claude Code’s is not run on our side', async () => {
    const { result } = await runOf({ prompt: '[[tool: Bash {"command":"touch was-here"}]]', parameters });
    assert.deepEqual(
      result.toolCalls?.map(({ name, input }) => [name, input]),
      [['Bash', { command: 'touch was-here' }]],
    );
  });

  test('an answer without a call is an answer', async () => {
    const { result } = await runOf({ prompt: '[[say: No need.]]', parameters });
    assert.deepEqual([result.text, result.stopReason], ['[stand-in model] No need.', 'end_turn']);
  });
});

describe('an output schema', () => {
  const outputSchema = {
    type: 'object',
    properties: { name: { type: 'string' }, age: { type: 'integer' } },
    required: ['name', 'age'],
  };
  const answered = async (prompt: string, profile: 'chat' | 'agent' = 'chat'): Promise<RunResult> =>
    bench.result({ prompt, profile, outputSchema });

  for (const profile of ['chat', 'agent'] as const) {
    test(`the answer of a ${profile} is the JSON and nothing else`, async () => {
      const { text: answer, stopReason } = await answered(
        '[[tool: StructuredOutput {"name":"Ada","age":36}]]',
        profile,
      );
      assert.deepEqual(JSON.parse(answer), { name: 'Ada', age: 36 });
      assert.equal(stopReason, 'end_turn');
    });
  }

  test('an answer without the JSON is a failure, and none of its text is an answer', async () => {
    const events = await bench.run({ prompt: '[[say: Ada is 36.]] [[always]]', outputSchema });
    const end = events.at(-1);
    assert.ok(end?.kind === 'error', JSON.stringify(end));
    assert.deepEqual([end.failure.code, end.failure.source], ['output_invalid', 'upstream']);
    assert.ok(!kindsOf(events).includes('text'));
  });

  test('a schema that Claude Code cannot compile is refused before the model is called', async () => {
    for (const property of [{ $ref: '#/nowhere' }, { shape: 'round' }]) {
      const failure = await bench.failure({ outputSchema: { type: 'object', properties: { property } } });
      assert.deepEqual([failure.code, failure.metrics.costMicroUsd], ['invalid_request', 0]);
    }
  });

  test('JSON that never satisfies the schema is a failure', async () => {
    const failure = await bench.failure({
      prompt: '[[tool: StructuredOutput {"name":"Ada"}]] [[turns: 10]] [[always]]',
      outputSchema,
    });
    assert.equal(failure.code, 'output_invalid');
  });
});

test('what the model has read is known before it says anything', async () => {
  const { events } = await runOf({ prompt: '[[usage: input=41 cache_read=7]] [[say: Hi.]]' });
  const [usage] = events.filter((event) => event.kind === 'usage');
  assert.ok(events.findIndex(({ kind }) => kind === 'usage') < events.findIndex(({ kind }) => kind === 'text'));
  assert.deepEqual([usage?.metrics.usage.inputTokens, usage?.metrics.usage.cacheReadInputTokens], [41, 7]);
});
