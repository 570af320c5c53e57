import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readResponse } from './read-body.ts';

const text = (value: string) => ({ type: 'text', text: value });
const said = (role: string, ...texts: readonly string[]) => ({ role, content: texts.map(text) });
const SCHEMA = { type: 'object', properties: { answer: { type: 'number' } } };
const WEATHER = { type: 'function', name: 'get_weather', parameters: { type: 'object' }, strict: false };
const TIME = { type: 'function', name: 'get_time', parameters: null, strict: true };

const draftOf = (body: object) => readResponse(body).draft;

test('a text asks for the chat profile and the defaults of the deployment, and nothing is ignored', () => {
  const { draft, ignored } = readResponse({ model: 'haiku' });
  const { profile, model, messages, system, parameters, outputSchema, stream, store } = draft;
  assert.deepEqual([profile, model, messages], ['chat', 'haiku', [said('user', 'Hi')]]);
  assert.deepEqual([system, parameters, outputSchema], [undefined, {}, undefined]);
  assert.deepEqual([stream, store, ignored], [false, true, []]);
});

test('instructions and system messages are one system prompt, in their order', () => {
  const input = [
    { role: 'developer', content: 'Two.' },
    { role: 'user', content: 'Hi' },
    { type: 'message', role: 'system', content: [{ type: 'input_text', text: 'Three.' }] },
  ];
  const { system, messages } = draftOf({ instructions: 'One.', input });
  assert.equal(system, 'One.\n\nTwo.\n\nThree.');
  assert.deepEqual(messages, [said('user', 'Hi')]);
});

test('the output of an earlier response may be sent back as it came, with the results of its calls', () => {
  const input = [
    { role: 'user', content: 'Hi' },
    { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'x' },
    {
      ...{ type: 'message', id: 'msg_1', role: 'assistant', status: 'completed' },
      content: [{ type: 'output_text', text: 'Let me see.', annotations: [], logprobs: [] }],
    },
    { type: 'function_call', id: 'fc_1', status: 'completed', call_id: 'toolu_1', name: 'get_time', arguments: '{}' },
    {
      type: 'function_call',
      id: 'fc_2',
      status: 'completed',
      call_id: 'toolu_2',
      name: 'get_map',
      arguments: '{"a":1}',
    },
    { type: 'function_call_output', call_id: 'toolu_1', output: 'Noon' },
    {
      ...{ type: 'function_call_output', call_id: 'toolu_2' },
      output: [{ type: 'input_image', image_url: 'data:image/png;base64,iVBO', detail: 'auto' }],
    },
  ];
  const { draft, ignored } = readResponse({ input });
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBO' } };
  assert.deepEqual(draft.messages, [
    said('user', 'Hi'),
    {
      role: 'assistant',
      content: [
        text('Let me see.'),
        { type: 'tool_use', id: 'toolu_1', name: 'get_time', input: {} },
        { type: 'tool_use', id: 'toolu_2', name: 'get_map', input: { a: 1 } },
      ],
    },
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'toolu_1', content: [text('Noon')] },
        { type: 'tool_result', tool_use_id: 'toolu_2', content: [image] },
      ],
    },
  ]);
  assert.deepEqual(ignored, ['input.output.detail', 'input.reasoning']);
});

test('images and documents may be said, in themselves or by their URL', () => {
  const content = [
    { type: 'input_image', image_url: 'https://example.com/a.png' },
    { type: 'input_file', file_data: 'data:application/pdf;base64,JVBERi0x', filename: 'a.pdf' },
    { type: 'input_file', file_url: 'https://example.com/a.pdf' },
    { type: 'refusal', refusal: 'No.' },
  ];
  assert.deepEqual(draftOf({ input: [{ role: 'user', content }] }).messages[0]?.content, [
    { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
    {
      ...{ type: 'document', title: 'a.pdf' },
      source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0x' },
    },
    { type: 'document', source: { type: 'url', url: 'https://example.com/a.pdf' } },
    text('No.'),
  ]);
});

test('parameters, tools and the choice among them reach the model', () => {
  const body = { max_output_tokens: 9, temperature: 0.5, reasoning: { effort: 'high' }, tools: [WEATHER, TIME] };
  assert.deepEqual(draftOf({ ...body, tool_choice: { type: 'function', name: 'get_time' } }).parameters, {
    max_tokens: 9,
    temperature: 0.5,
    output_config: { effort: 'high' },
    tools: [{ name: 'get_time', input_schema: { type: 'object' }, strict: true }],
    tool_choice: { type: 'tool', name: 'get_time' },
  });
  const allowed = { type: 'allowed_tools', mode: 'required', tools: [WEATHER, TIME] };
  assert.deepEqual(draftOf({ ...body, tool_choice: allowed }).parameters?.tool_choice, { type: 'any' });
  assert.deepEqual(draftOf({ ...body, tool_choice: 'none' }).parameters?.tool_choice, { type: 'none' });
});

test('the answer may have to satisfy a schema, or be any JSON object', () => {
  const json_schema = { type: 'json_schema', name: 'x', schema: SCHEMA, strict: true };
  assert.deepEqual(draftOf({ text: { format: json_schema } }).outputSchema, SCHEMA);
  assert.deepEqual(draftOf({ text: { format: { type: 'json_object' } } }).outputSchema, { type: 'object' });
  assert.equal(draftOf({ text: { format: { type: 'text' } } }).outputSchema, undefined);
});

test('what is ignored is named', () => {
  const { ignored } = readResponse({
    ...{ include: ['reasoning.encrypted_content'], truncation: 'auto', max_tool_calls: 3, user: null },
    ...{ reasoning: { effort: 'low', summary: 'auto' }, text: { verbosity: 'low' }, background: false },
  });
  assert.deepEqual(ignored.toSorted(), [
    'include',
    'max_tool_calls',
    'reasoning.summary',
    'text.verbosity',
    'truncation',
  ]);
});

describe('a response fails with invalid_request', () => {
  const user = (content: unknown) => ({ input: [{ role: 'user', content }] });
  const CASES: readonly (readonly [what: string, body: object, param: string, message: RegExp])[] = [
    ['no input', { input: undefined }, '/input', /text or a list/],
    ['a response before', { previous_response_id: 'resp_1' }, '/previous_response_id', /send the whole conversation/],
    ['a conversation', { conversation: 'conv_1' }, '/conversation', /send the whole conversation/],
    ['a stored prompt', { prompt: { id: 'p' } }, '/prompt', /no stored prompts/],
    ['a background run', { background: true }, '/background', /no background responses/],
    ['a reference', { input: [{ type: 'item_reference', id: 'x' }] }, '/input/0/type', /"item_reference" cannot/],
    ['audio', user([{ type: 'input_audio' }]), '/input/0/content/0/type', /"input_audio" cannot/],
    [
      'a file that is kept elsewhere',
      user([{ type: 'input_file', file_id: 'f' }]),
      '/input/0/content/0/file_id',
      /no files/,
    ],
    ['a file without data', user([{ type: 'input_file' }]), '/input/0/content/0', /file_data or file_url/],
    [
      'a system prompt with an image',
      { input: [{ role: 'system', content: [{ type: 'input_image', image_url: 'https://x' }] }, ...user('x').input] },
      '/input',
      /text/,
    ],
    ['a tool of OpenAI', { tools: [{ type: 'web_search' }] }, '/tools/0/type', /"web_search" is not here/],
    ['the assistant last', { input: [...user('x').input, { role: 'assistant', content: 'y' }] }, '/input', /last word/],
    ['moderation', { moderation: { model: 'x' } }, '/moderation', /no moderation/],
  ];
  for (const [what, body, pointer, message] of CASES) {
    test(`for ${what}`, () => {
      assert.throws(
        () => readResponse(body),
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
