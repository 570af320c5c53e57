import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Conversation } from '#core/runs/conversation.ts';
import { readMessagesRequest } from './messages-request.ts';

const user = (...content: readonly object[]) => ({ role: 'user', content });
const assistant = (...content: readonly object[]) => ({ role: 'assistant', content });
const text = (value: string) => ({ type: 'text', text: value });
const PNG = { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' };
const PDF = { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0xLjQ=' };
const CALL = { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { city: 'Bern' } };
const RESULT = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'sunny' };
const WEATHER = { name: 'get_weather', input_schema: { type: 'object', properties: { city: { type: 'string' } } } };
const SCHEMA = { type: 'object', properties: { answer: { type: 'number' } } };

const draftOf = (body: object, headers?: Readonly<Record<string, string>>) => readMessagesRequest(body, headers).draft;
const ignoredOf = (body: object, headers?: Readonly<Record<string, string>>) =>
  readMessagesRequest(body, headers).ignored;

test('a short text asks for the chat profile, and nothing is ignored', () => {
  const { draft, ignored } = readMessagesRequest({});
  const { fieldNames: _names, ...asked } = draft;
  // Without what is undefined.
  assert.deepEqual(JSON.parse(JSON.stringify(asked)), {
    profile: 'chat',
    metadata: {},
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
    model: 'haiku',
    stream: false,
    parameters: { max_tokens: 1024 },
    store: true,
  });
  assert.deepEqual(ignored, []);
});

describe('a conversation', () => {
  test('is passed on as it was written: roles, images, documents, thinking, calls of tools and their results', () => {
    const messages = [
      user(
        text('Look'),
        { type: 'image', source: PNG },
        { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
      ),
      user(
        { type: 'document', source: PDF, title: 'Report' },
        { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'a,b' } },
      ),
      assistant(
        { type: 'thinking', thinking: 'Hm', signature: 's' },
        { type: 'redacted_thinking', data: 'd' },
        text('Let me see'),
        CALL,
      ),
      user({ ...RESULT, content: [text('sunny'), { type: 'image', source: PNG }], is_error: false }, text('And now?')),
    ];
    const draft = draftOf({ messages });
    assert.deepEqual(draft.messages, messages);
    assert.deepEqual(Conversation.parse(draft.messages), messages);
  });

  test('may be texts alone', () => {
    const messages = [
      { role: 'user', content: 'One' },
      { role: 'user', content: 'Two' },
      { role: 'assistant', content: 'Three' },
      { role: 'user', content: 'Four' },
    ];
    assert.deepEqual(
      draftOf({ messages }).messages,
      messages.map(({ role, content }) => ({ role, content: [text(content)] })),
    );
  });

  test('loses what says nothing: members that are null, and that a call is direct, as the SDKs write them', () => {
    const messages = [
      user({ ...text('Hi'), cache_control: null, citations: null }),
      assistant({ ...text('Hello'), citations: [] }, { ...CALL, caller: { type: 'direct' }, toolset_name: null }),
      user({ ...RESULT, cache_control: null }),
    ];
    assert.deepEqual(draftOf({ messages }).messages, [
      user(text('Hi')),
      assistant({ ...text('Hello'), citations: [] }, CALL),
      user(RESULT),
    ]);
  });

  test('keeps its breakpoints of the cache; one for the whole request stands on its last block', () => {
    const ephemeral = { type: 'ephemeral' };
    const messages = [
      user({ ...text('A'), cache_control: ephemeral }),
      assistant(text('B')),
      user(text('C'), text('D')),
    ];
    const draft = draftOf({ messages, cache_control: ephemeral });
    assert.deepEqual(draft.messages[0], messages[0]);
    assert.deepEqual(draft.messages[2], user(text('C'), { cache_control: ephemeral, ...text('D') }));
  });

  test('may have the results of parallel calls in several messages in a row', () => {
    const messages = [
      user(text('Hi')),
      assistant(CALL),
      assistant({ ...CALL, id: 'toolu_2' }),
      user({ ...RESULT, tool_use_id: 'toolu_2' }),
      user(RESULT),
    ];
    assert.deepEqual(draftOf({ messages }).messages, messages);
  });
});

test('the system prompt is one text, whose blocks are paragraphs', () => {
  assert.equal(draftOf({ system: 'Be brief.' }).system, 'Be brief.');
  assert.equal(draftOf({ system: [text('Be brief.'), text('Be kind.')] }).system, 'Be brief.\n\nBe kind.');
  assert.equal(draftOf({ system: '' }).system, undefined);
});

test('parameters of the model are passed on by their own names', () => {
  const parameters = {
    max_tokens: 5000,
    temperature: 0.5,
    top_p: 0.9,
    top_k: 5,
    stop_sequences: ['END'],
    thinking: { type: 'enabled', budget_tokens: 2000, display: 'omitted' },
    tool_choice: { type: 'tool', name: 'get_weather', disable_parallel_tool_use: true },
  };
  assert.deepEqual(draftOf({ ...parameters, output_config: { effort: 'low' }, tools: [WEATHER] }).parameters, {
    ...parameters,
    output_config: { effort: 'low' },
    tools: [{ type: 'custom', ...WEATHER }],
  });
});

test('a tool keeps what it says of itself, and loses what is so anyway', () => {
  const tool = {
    ...WEATHER,
    type: 'custom',
    description: 'Tells it',
    strict: true,
    cache_control: { type: 'ephemeral' },
  };
  const defaults = { defer_loading: false, allowed_callers: ['direct'], eager_input_streaming: null };
  assert.deepEqual(draftOf({ tools: [{ ...tool, ...defaults }] }).parameters?.tools, [tool]);
});

test('a format of the answer is its schema, by either name', () => {
  const format = { type: 'json_schema', schema: SCHEMA };
  assert.deepEqual(draftOf({ output_config: { format, effort: 'high' } }).outputSchema, SCHEMA);
  assert.deepEqual(draftOf({ output_format: format }).outputSchema, SCHEMA);
});

test('metadata are kept; they or a header select the profile', () => {
  const draft = draftOf({ metadata: { user_id: 'u1', profile: 'agent' } });
  assert.deepEqual([draft.profile, draft.metadata], ['agent', { user_id: 'u1' }]);
  assert.deepEqual(draftOf({ metadata: { user_id: null } }).metadata, {});
  assert.equal(draftOf({}, { 'headless-claude-profile': 'agent' }).profile, 'agent');
});

test('what cannot be honoured and changes nothing in the answer is ignored by name', () => {
  assert.deepEqual(
    ignoredOf(
      {
        service_tier: 'auto',
        diagnostics: {},
        something_new: 1,
        nothing: null,
        betas: [],
        output_config: { effort: 'low', task_budget: { total: 1 } },
        system: [{ ...text('Be brief.'), cache_control: { type: 'ephemeral' } }],
      },
      { 'anthropic-beta': 'context-1m-2025-08-07' },
    ),
    [
      'service_tier',
      'diagnostics',
      'something_new',
      'output_config.task_budget',
      'system.cache_control',
      'anthropic-beta',
    ],
  );
});

test('an agent’s breakpoints of the cache are Claude Code’s own', () => {
  const messages = [user({ ...text('A'), cache_control: { type: 'ephemeral' } })];
  assert.deepEqual(ignoredOf({ messages }, { 'headless-claude-profile': 'agent' }), ['cache_control']);
  assert.deepEqual(ignoredOf({ messages }), []);
});

describe('fails, naming what and where, for', () => {
  const audio = { type: 'input_audio', data: 'x' };
  const cases: readonly (readonly [what: string, body: object, message: RegExp, headers?: Record<string, string>])[] = [
    [
      'content that cannot be passed on',
      { messages: [user(text('a')), user(text('b'), audio)] },
      /messages\[1\]\.content\[1\]\.type: content of the user of type "input_audio" cannot be passed on; possible are text, image/,
    ],
    [
      'a search result',
      { messages: [user({ type: 'search_result', source: 's', title: 't', content: [] })] },
      /"search_result" cannot be passed on/,
    ],
    [
      'a server tool’s call',
      { messages: [user(text('a')), assistant({ type: 'server_tool_use', id: 'x' }), user(text('b'))] },
      /messages\[1\]\.content\[0\]\.type: .*"server_tool_use"/,
    ],
    [
      'an image of the assistant',
      { messages: [user(text('a')), assistant({ type: 'image', source: PNG }), user(text('b'))] },
      /content of the assistant of type "image"/,
    ],
    [
      'an uploaded file',
      { messages: [user({ type: 'image', source: { type: 'file', file_id: 'f' } })] },
      /content\[0\]\.source\.type: a source of type "file" cannot be passed on; possible are base64, url/,
    ],
    [
      'another kind of image',
      { messages: [user({ type: 'image', source: { ...PNG, media_type: 'image/tiff' } })] },
      /media_type: /,
    ],
    [
      'an image that is not base64',
      { messages: [user({ type: 'image', source: { ...PNG, data: '?' } })] },
      /source\.data: must be base64/,
    ],
    [
      'an image that nobody can fetch',
      { messages: [user({ type: 'image', source: { type: 'url', url: 'file:///etc/passwd' } })] },
      /must be an http or https URL/,
    ],
    [
      'sound in a result',
      { messages: [user(text('a')), assistant(CALL), user({ ...RESULT, content: [audio] })] },
      /messages\[2\]\.content\[0\]\.content\[0\]\.type: a result of type "input_audio"/,
    ],
    [
      'citations',
      { messages: [user({ type: 'document', source: PDF, citations: { enabled: true } })] },
      /citations of documents cannot be passed on/,
    ],
    [
      'a member that nobody knows',
      { messages: [user({ ...text('a'), loud: true })] },
      /messages\[0\]\.content\[0\]: Unrecognized key: "loud"/,
    ],
    [
      'an hour of cache',
      { messages: [user({ ...text('a'), cache_control: { type: 'ephemeral', ttl: '1h' } })] },
      /only the five-minute cache/,
    ],
    ['an empty text', { messages: [user(text(''))] }, /content\[0\]\.text: must not be empty/],
    ['an empty message', { messages: [user()] }, /messages\[0\]\.content: must not be empty/],
    [
      'a system message',
      { messages: [{ role: 'system', content: 'x' }, user(text('a'))] },
      /messages\[0\]\.role: .*goes into `system`/,
    ],
    [
      'a prefilled answer',
      { messages: [user(text('a')), assistant(text('{'))] },
      /messages\[1\]: the user must have the last word/,
    ],
    [
      'a call without a result',
      { messages: [user(text('a')), assistant(CALL), user(text('b'))] },
      /messages\[1\]: the call "toolu_1" of a tool has no result/,
    ],
    ['a result without a call', { messages: [user(RESULT)] }, /messages\[0\]: there is no call "toolu_1"/],
    [
      'two calls of one id',
      { messages: [user(text('a')), assistant(CALL, CALL), user(RESULT)] },
      /messages\[1\]: there is another call of a tool "toolu_1"/,
    ],
    [
      'two results of one call',
      { messages: [user(text('a')), assistant(CALL), user(RESULT, RESULT)] },
      /messages\[2\]: there is another result of the call "toolu_1"/,
    ],
    [
      'a schema with a type that does not exist',
      { output_format: { type: 'json_schema', schema: { type: 'object', properties: { a: { type: 'strnig' } } } } },
      /output_format\.schema\.properties\.a\.type: is not a JSON schema of draft 07/,
    ],
    [
      'a tool of the name of the one that a schema is answered by',
      { tools: [{ ...WEATHER, name: 'StructuredOutput' }], output_format: { type: 'json_schema', schema: SCHEMA } },
      /tools\[0\]: no tool can be named "StructuredOutput"/,
    ],
    ['no messages', { messages: [] }, /messages: /],
    ['no max_tokens', { max_tokens: undefined }, /max_tokens: /],
    [
      'a tool that runs elsewhere',
      { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
      /tools\[0\]\.type: "web_search_20250305" cannot be used: only tools that the caller runs/,
    ],
    ['two tools of one name', { tools: [WEATHER, WEATHER] }, /tools\[1\]\.name: there is another tool "get_weather"/],
    ['a choice among no tools', { tool_choice: { type: 'any' } }, /tool_choice: there are no tools/],
    [
      'a choice that is not there',
      { tools: [WEATHER], tool_choice: { type: 'tool', name: 'x' } },
      /tool_choice\.name: there is no tool "x"/,
    ],
    [
      'tools of the caller for an agent',
      { tools: [WEATHER], metadata: { profile: 'agent' } },
      /tools: the agent profile has tools of its own/,
    ],
    [
      'a forced tool and a format',
      { tools: [WEATHER], tool_choice: { type: 'any' }, output_format: { type: 'json_schema', schema: SCHEMA } },
      /tool_choice: must be left out/,
    ],
    [
      'a format that is no object',
      { output_format: { type: 'json_schema', schema: { type: 'array' } } },
      /output_format\.schema\.type: the answer must be an object/,
    ],
    [
      'thinking of all tokens',
      { thinking: { type: 'enabled', budget_tokens: 1024 } },
      /thinking\.budget_tokens: must be less than max_tokens/,
    ],
    ['thinking without a budget', { thinking: { type: 'enabled' } }, /thinking\.budget_tokens: must be given/],
    ['MCP servers', { mcp_servers: [{ type: 'url' }] }, /mcp_servers: MCP servers cannot be used here/],
    ['a container', { container: 'c' }, /container: there are no containers here/],
    ['a place', { inference_geo: 'eu' }, /inference_geo: where models run is up to this deployment/],
    [
      'management of the context',
      { context_management: { edits: [] } },
      /context_management: contexts are not managed here/,
    ],
    ['speed', { speed: 'fast' }, /speed: only standard speed/],
    ['too high a temperature', { temperature: 1.5 }, /temperature: /],
    [
      'a temperature of the newer version',
      { temperature: 0.5 },
      /temperature: is not a parameter of anthropic-version 2026-10-21/,
      { 'anthropic-version': '2026-10-21' },
    ],
    [
      'another version',
      {},
      /"2024-01-01" is not a version .* 2023-06-01, 2026-10-21/,
      { 'anthropic-version': '2024-01-01' },
    ],
  ];
  for (const [what, body, message, headers] of cases) {
    test(what, () => assert.throws(() => readMessagesRequest(body, headers), { code: 'invalid_request', message }));
  }
});

test('both versions are spoken, and a request without one is of the older', () => {
  assert.equal(draftOf({}, { 'anthropic-version': '2026-10-21' }).model, 'haiku');
  const { 'anthropic-version': _, ...none } = { 'anthropic-version': '' };
  assert.equal(draftOf({ temperature: 1 }, none).parameters?.temperature, 1);
});

test('fails for a thread in the words that Anthropic’s tool runner knows', () => {
  assert.throws(() => readMessagesRequest({ thread: { type: 'create' } }), { code: 'thread_unsupported_request' });
});
