import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readChat } from './read-body.ts';

const text = (value: string) => ({ type: 'text', text: value });
const said = (role: string, ...texts: readonly string[]) => ({ role, content: texts.map(text) });
const call = (id: string, args: string) => ({
  id,
  type: 'function',
  function: { name: 'get_weather', arguments: args },
});
const WEATHER = { name: 'get_weather', description: 'The weather.', parameters: { type: 'object', properties: {} } };
const TIME = { name: 'get_time' };
const TOOLS = [WEATHER, TIME].map((tool) => ({ type: 'function', function: tool }));
const SCHEMA = { type: 'object', properties: { answer: { type: 'number' } } };

const messagesOf = (...messages: readonly object[]) => readChat({ messages }).draft.messages;
const parametersOf = (body: object) => readChat(body).draft.parameters;

test('a text asks for the chat profile and the defaults of the deployment, and nothing is ignored', () => {
  const { draft, ignored } = readChat({ model: 'haiku' });
  const { profile, model, messages, system, parameters, outputSchema, stream, store, metadata } = draft;
  assert.deepEqual([profile, model, messages], ['chat', 'haiku', [said('user', 'Hi')]]);
  assert.deepEqual([system, parameters, outputSchema], [undefined, {}, undefined]);
  assert.deepEqual([stream, store, metadata, ignored], [false, true, {}, []]);
});

test('headers and metadata select the profile and what is kept with the prompt', () => {
  const { draft } = readChat({ metadata: { profile: 'agent', team: 'blue' }, store: false, stream: true });
  assert.deepEqual(
    [draft.profile, draft.metadata, draft.store, draft.stream],
    ['agent', { team: 'blue' }, false, true],
  );
  assert.equal(readChat({}, { 'headless-claude-profile': 'agent' }).draft.profile, 'agent');
});

describe('messages', () => {
  test('of the system and the developer are one system prompt, wherever they stand, in their order', () => {
    const { system, messages } = readChat({
      messages: [
        { role: 'system', content: 'One.' },
        { role: 'user', content: 'Hi' },
        { role: 'developer', content: [text('Two.'), text('Three.')] },
      ],
    }).draft;
    assert.equal(system, 'One.\n\nTwo.\n\nThree.');
    assert.deepEqual(messages, [said('user', 'Hi')]);
  });

  test('of one side in a row are one message, in their order', () => {
    assert.deepEqual(
      messagesOf(
        { role: 'user', content: 'a' },
        { role: 'user', content: [text('b'), text('c')] },
        { role: 'assistant', content: 'd' },
        { role: 'assistant', content: [text('e'), { type: 'refusal', refusal: 'f' }] },
        { role: 'assistant', content: null, refusal: 'g' },
        { role: 'user', content: 'h' },
      ),
      [said('user', 'a', 'b', 'c'), said('assistant', 'd', 'e', 'f', 'g'), said('user', 'h')],
    );
  });

  test('may hold images, in themselves or by their URL, and PDFs', () => {
    const image = (url: string) => ({ type: 'image_url', image_url: { url } });
    const file = (file_data: string) => ({ type: 'file', file: { file_data, filename: 'a.pdf' } });
    const pdf = { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0x' } };
    const content = [
      image('data:image/png;base64,iVBO'),
      image('https://example.com/a.jpg'),
      file('data:application/pdf;base64,JVBERi0x'),
      file('JVBERi0x'),
    ];
    assert.deepEqual(messagesOf({ role: 'user', content })[0]?.content, [
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBO' } },
      { type: 'image', source: { type: 'url', url: 'https://example.com/a.jpg' } },
      { ...pdf, title: 'a.pdf' },
      { ...pdf, title: 'a.pdf' },
    ]);
  });

  test('with tool calls are followed by one message with all results, before whatever else is said', () => {
    assert.deepEqual(
      messagesOf(
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: '', tool_calls: [call('call:1', '{"city":"Bern"}'), call('call_2', '')] },
        { role: 'tool', tool_call_id: 'call_2', content: [text('Rain'), text('and snow')] },
        { role: 'user', content: 'And?' },
        { role: 'tool', tool_call_id: 'call:1', content: '' },
      ).slice(1),
      [
        {
          role: 'assistant',
          content: [
            { type: 'tool_use', id: 'call_3a_1', name: 'get_weather', input: { city: 'Bern' } },
            { type: 'tool_use', id: 'call_2', name: 'get_weather', input: {} },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'call_2', content: 'Rain\n\nand snow' },
            { type: 'tool_result', tool_use_id: 'call_3a_1' },
            text('And?'),
          ],
        },
      ],
    );
  });
});

const PARAMETERS: readonly (readonly [what: string, body: object, parameters: object])[] = [
  ['max_tokens', { max_tokens: 5 }, { max_tokens: 5 }],
  ['max_completion_tokens, which wins', { max_completion_tokens: 6, max_tokens: 5 }, { max_tokens: 6 }],
  ['temperature and top_p', { temperature: 0, top_p: 0.5 }, { temperature: 0, top_p: 0.5 }],
  [
    'not the defaults that clients send unasked',
    { temperature: 1, top_p: 1, n: 1, stop: null, logprobs: false, frequency_penalty: 0 },
    {},
  ],
  ['one stop sequence', { stop: 'END' }, { stop_sequences: ['END'] }],
  ['several stop sequences', { stop: ['a', 'b'] }, { stop_sequences: ['a', 'b'] }],
  ['the effort', { reasoning_effort: 'xhigh' }, { output_config: { effort: 'xhigh' } }],
  ['the lowest effort there is', { reasoning_effort: 'none' }, { output_config: { effort: 'low' } }],
];
for (const [what, body, parameters] of PARAMETERS) {
  test(`the model is sent ${what}`, () => assert.deepEqual(parametersOf(body), parameters));
}

describe('tools', () => {
  const tools = [
    { name: 'get_weather', description: 'The weather.', input_schema: { type: 'object', properties: {} } },
    { name: 'get_time', input_schema: { type: 'object' } },
  ];
  const named = (name: string) => ({ type: 'function', function: { name } });
  const allowed = (mode: string) => ({ type: 'allowed_tools', allowed_tools: { mode, tools: [named('get_time')] } });

  const CHOICES: readonly (readonly [body: object, choice: object, offered?: readonly object[]])[] = [
    [{}, { type: 'auto' }],
    [{ tool_choice: 'none' }, { type: 'none' }],
    [{ tool_choice: 'required' }, { type: 'any' }],
    [{ tool_choice: named('get_time') }, { type: 'tool', name: 'get_time' }, tools.slice(1)],
    [{ tool_choice: allowed('auto') }, { type: 'auto' }, tools.slice(1)],
    [{ parallel_tool_calls: false }, { type: 'auto', disable_parallel_tool_use: true }],
    [{ tool_choice: 'none', parallel_tool_calls: false }, { type: 'none' }],
    [
      { tool_choice: 'required', parallel_tool_calls: false },
      { type: 'any', disable_parallel_tool_use: true },
    ],
  ];
  for (const [body, tool_choice, offered = tools] of CHOICES) {
    test(`with ${JSON.stringify(body)} are offered as ${JSON.stringify(tool_choice)}`, () => {
      assert.deepEqual(parametersOf({ tools: TOOLS, ...body }), { tools: offered, tool_choice });
    });
  }

  test('that are strict are so for Claude, too', () => {
    const [tool] = parametersOf({ tools: [{ type: 'function', function: { ...TIME, strict: true } }] })?.tools ?? [];
    assert.deepEqual(tool, { name: 'get_time', input_schema: { type: 'object' }, strict: true });
  });

  test('are not mentioned when there are none', () => {
    assert.deepEqual(parametersOf({ tools: [], tool_choice: 'auto', parallel_tool_calls: false }), {});
  });
});

describe('the format of the answer', () => {
  const json_schema = { type: 'json_schema', json_schema: { name: 'x', schema: SCHEMA, strict: true } };
  const draftOf = (body: object) => readChat(body).draft;

  test('may be a schema, any JSON object, or text', () => {
    assert.deepEqual(draftOf({ response_format: json_schema }).outputSchema, SCHEMA);
    assert.deepEqual(draftOf({ response_format: { type: 'json_object' } }).outputSchema, { type: 'object' });
    assert.equal(draftOf({ response_format: { type: 'text' } }).outputSchema, undefined);
  });

  test('gives way to a tool that must be called, and to it give way tools that may not', () => {
    const required = draftOf({ response_format: json_schema, tools: TOOLS, tool_choice: 'required' });
    assert.deepEqual([required.outputSchema, required.parameters?.tool_choice], [undefined, { type: 'any' }]);
    const none = draftOf({ response_format: json_schema, tools: TOOLS, tool_choice: 'none' });
    assert.deepEqual([none.outputSchema, none.parameters], [SCHEMA, {}]);
  });
});

test('a schema loses the name of its draft, which Claude Code would look up in vain', () => {
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...SCHEMA };
  const { outputSchema } = readChat({ response_format: { type: 'json_schema', json_schema: { schema } } }).draft;
  assert.deepEqual(outputSchema, SCHEMA);
});

test('a model of null is none', () => {
  assert.equal(readChat({ model: null }).draft.model, undefined);
});

test('ids of calls that differ in characters that Claude does not take still differ', () => {
  const result = (id: string) => ({ role: 'tool', tool_call_id: id, content: 'x' });
  const ids = ['call|a b', 'call/a b'];
  const [calls, results] = messagesOf(
    { role: 'assistant', tool_calls: ids.map((id) => call(id, '{}')) },
    ...ids.map(result),
  );
  const sent = ['call_7c_a_20_b', 'call_2f_a_20_b'];
  assert.deepEqual(
    calls?.content.map(({ id }) => id),
    sent,
  );
  assert.deepEqual(
    results?.content.map(({ tool_use_id: id }) => id),
    sent,
  );
});

test('what is ignored is named, wherever it stands, and what asks for nothing is not', () => {
  const { ignored } = readChat({
    messages: [
      {
        role: 'user',
        name: 'bob',
        content: [{ type: 'image_url', image_url: { url: 'https://x/y.png', detail: 'low' } }],
      },
      { role: 'assistant', content: 'Hm', annotations: [], audio: null, reasoning_content: 'I thought.' },
      { role: 'user', content: [{ ...text('Hi'), prompt_cache_breakpoint: { mode: 'explicit' } }] },
    ],
    ...{ seed: 7, user: 'u', verbosity: 'low', prediction: null, not_invented_yet: {} },
    ...{ max_tokens: 1, max_completion_tokens: 2, stream_options: { include_usage: true, include_obfuscation: true } },
    tools: [{ type: 'function', function: { ...WEATHER, parameters: { type: 'object', $comment: 'part of it' } } }],
  });
  assert.deepEqual(ignored.toSorted(), [
    'max_tokens',
    'messages.content.image_url.detail',
    'messages.content.prompt_cache_breakpoint',
    'messages.name',
    'messages.reasoning_content',
    'not_invented_yet',
    'seed',
    'stream_options.include_obfuscation',
    'user',
    'verbosity',
  ]);
});

describe('a chat completion fails with invalid_request', () => {
  const user = (content: unknown) => ({ messages: [{ role: 'user', content }] });
  const SCHEMA_POINTER = '/response_format/json_schema/schema';
  const asking = (schema: object) => ({ response_format: { type: 'json_schema', json_schema: { schema } } });
  const CASES: readonly (readonly [what: string, body: object, param: string, message: RegExp])[] = [
    ['no messages', { messages: [] }, '/messages', /./],
    ['nothing said', user(' '), '/messages', /nothing is asked/],
    [
      'the assistant last',
      { messages: [...user('x').messages, { role: 'assistant', content: 'y' }] },
      '/messages',
      /last word/,
    ],
    ['the role function', { messages: [{ role: 'function', content: 'x' }] }, '/messages/0/role', /must be system/],
    ['audio', user([{ type: 'input_audio' }]), '/messages/0/content/0/type', /"input_audio" cannot be passed on/],
    [
      'an image without TLS',
      user([{ type: 'image_url', image_url: { url: 'http://x/y.png' } }]),
      '/messages/0/content/0/image_url/url',
      /https/,
    ],
    [
      'an image of another type',
      user([{ type: 'image_url', image_url: { url: 'data:image/bmp;base64,Qk0=' } }]),
      '/messages/0/content/0/image_url/url',
      /PNG/,
    ],
    [
      'a file that is kept elsewhere',
      user([{ type: 'file', file: { file_id: 'f', file_data: 'JVBERi0x' } }]),
      '/messages/0/content/0/file/file_id',
      /no files here/,
    ],
    [
      'a file that is no PDF',
      user([{ type: 'file', file: { file_data: 'data:text/csv;base64,YQ==' } }]),
      '/messages/0/content/0/file/file_data',
      /PDF/,
    ],
    [
      'arguments that are not JSON',
      { messages: [{ role: 'assistant', tool_calls: [call('a', '{')] }] },
      '/messages/0/tool_calls/0/function/arguments',
      /JSON/,
    ],
    [
      'arguments that are no object',
      { messages: [{ role: 'assistant', tool_calls: [call('a', '[]')] }] },
      '/messages/0/tool_calls/0/function/arguments',
      /JSON/,
    ],
    [
      'a call without result',
      { messages: [{ role: 'assistant', tool_calls: [call('a', '{}')] }, ...user('x').messages] },
      '/messages',
      /"a" of a tool has no result/,
    ],
    [
      'a result without call',
      { messages: [{ role: 'tool', tool_call_id: 'a', content: 'x' }] },
      '/messages',
      /no call "a" of a tool/,
    ],
    ['several answers', { n: 2 }, '/n', /one answer/],
    ['a temperature that Claude does not have', { temperature: 1.5 }, '/temperature', /from 0 to 1/],
    ['a stop sequence of white space', { stop: '\n' }, '/stop', /white space/],
    ['log probabilities', { logprobs: true }, '/logprobs', /probabilities/],
    ['a penalty', { presence_penalty: 0.5 }, '/presence_penalty', /no penalties/],
    ['a bias', { logit_bias: { 50256: -100 } }, '/logit_bias', /bias/],
    ['audio as answer', { modalities: ['text', 'audio'] }, '/modalities/1', /text/],
    ['a voice', { audio: { voice: 'alloy' } }, '/audio', /speak/],
    ['functions', { functions: [{ name: 'x' }] }, '/functions', /use tools/],
    ['function_call', { function_call: 'auto' }, '/function_call', /use tool_choice/],
    ['web search', { web_search_options: {} }, '/web_search_options', /agent/],
    ['moderation', { moderation: { model: 'x' } }, '/moderation', /no moderation/],
    ['a custom tool', { tools: [{ type: 'custom', custom: { name: 'x' } }] }, '/tools/0/type', /only functions/],
    [
      'a tool with a name that Claude does not take',
      { tools: [{ type: 'function', function: { name: 'a b' } }] },
      '/tools/0/function/name',
      /letters/,
    ],
    [
      'a tool whose arguments are no object',
      { tools: [{ type: 'function', function: { name: 'a', parameters: { type: 'string' } } }] },
      '/tools/0/function/parameters',
      /object/,
    ],
    ['a choice among no tools', { tool_choice: 'required' }, '/tool_choice', /no tools/],
    [
      'a choice of what is not there',
      { tools: TOOLS, tool_choice: { type: 'function', function: { name: 'x' } } },
      '/tool_choice',
      /no tool "x"/,
    ],
    ['an unknown choice', { tools: TOOLS, tool_choice: 'any' }, '/tool_choice', /required/],
    ['tools for an agent', { tools: TOOLS, metadata: { profile: 'agent' } }, '/tools', /profile chat/],
    [
      'a schema of something else than an object',
      { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'array' } } } },
      `${SCHEMA_POINTER}/type`,
      /object/,
    ],
    [
      'a schema with a type that does not exist',
      asking({ type: 'object', properties: { name: { type: 'strnig' } } }),
      `${SCHEMA_POINTER}/properties/name/type`,
      /draft 07/,
    ],
    [
      'a schema that requires no list',
      asking({ type: 'object', required: 'name' }),
      `${SCHEMA_POINTER}/required`,
      /must be array/,
    ],
    [
      'a tool of the name of the one that a schema is answered by',
      { ...asking(SCHEMA), tools: [{ type: 'function', function: { name: 'StructuredOutput' } }] },
      '/tools/0',
      /no tool can be named/,
    ],
    ['stop sequences of white space', { stop: ['x', '\n'] }, '/stop/1', /white space only/],
    [
      'an image that is not base64',
      user([{ type: 'image_url', image_url: { url: 'data:image/png;base64,?' } }]),
      '/messages/0/content/0/image_url/url',
      /base64/,
    ],
    [
      'a PDF that is not base64',
      user([{ type: 'file', file: { file_data: 'data:application/pdf;base64,?' } }]),
      '/messages/0/content/0/file/file_data',
      /base64/,
    ],
    [
      'two calls of one id',
      { messages: [{ role: 'assistant', tool_calls: [call('a', '{}'), call('a', '{}')] }, ...user('x').messages] },
      '/messages',
      /another call of a tool "a"/,
    ],
    ['an unknown profile', { metadata: { profile: 'x' } }, '/metadata/profile', /chat/],
  ];
  for (const [what, body, pointer, message] of CASES) {
    test(`for ${what}`, () => {
      assert.throws(
        () => readChat(body),
        (error: { code?: string; fields?: { pointer: string; message: string }[] }) => {
          assert.equal(error.code, 'invalid_request');
          const [field] = error.fields?.filter((candidate) => candidate.pointer === pointer) ?? [];
          assert.match(field?.message ?? `no field ${pointer} in ${JSON.stringify(error.fields)}`, message);
          return true;
        },
      );
    });
  }
});
