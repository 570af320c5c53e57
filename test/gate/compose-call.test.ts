import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Conversation } from '#core/runs/conversation.ts';
import type { Profile } from '#core/runs/run-request.ts';
import { composeCall } from '#gate/compose-call.ts';

const placeholder = 'conversation 1';
const text = (value: string, more: object = {}) => ({ type: 'text', text: value, ...more });
const EPHEMERAL = { cache_control: { type: 'ephemeral' } };

const composed = (body: object, messages: Conversation, parameters = {}, profile: Profile = 'agent') =>
  composeCall(body as Record<string, unknown>, {
    placeholder,
    profile,
    messages,
    parameters,
    hasOutputSchema: false,
  });

const contents = fc.array(
  fc.string().map((value) => text(value)),
  { minLength: 1, maxLength: 3 },
);
const message = fc.tuple(fc.constantFrom('user', 'assistant'), contents).map(([role, content]) => ({ role, content }));
const conversations = fc
  .tuple(fc.array(message), contents)
  .map(([history, content]) => [...history, { role: 'user', content }] as Conversation);

test('any conversation stands in the call as it was said, whatever the CLI has behind it', () => {
  fc.assert(
    fc.property(conversations, fc.array(message), (messages, behind) => {
      const body = { model: 'm', messages: [{ role: 'user', content: [text(placeholder)] }, ...behind] };
      assert.deepEqual(composed(body, messages), { model: 'm', messages: [...messages, ...behind] });
    }),
  );
});

test('what the CLI says around the placeholder stays around the last message', () => {
  const body = { messages: [{ role: 'user', content: [text('before'), text(placeholder), text('after')] }] };
  const messages: Conversation = [
    { role: 'assistant', content: [text('Hi.')] },
    { role: 'user', content: [text('one'), text('two')] },
  ];
  assert.deepEqual(composed(body, messages)['messages'], [
    messages[0],
    { role: 'user', content: [text('before'), text('one'), text('two'), text('after')] },
  ]);
});

test('answers to tools come first in their message, as the API demands', () => {
  const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'Rain.' };
  const body = { messages: [{ role: 'user', content: [text('before'), text(placeholder)] }] };
  assert.deepEqual(composed(body, [{ role: 'user', content: [text('So?'), result] }])['messages'], [
    { role: 'user', content: [result, text('before'), text('So?')] },
  ]);
});

test('a placeholder that is the whole message is found too', () => {
  const messages: Conversation = [{ role: 'user', content: [text('Hi')] }];
  assert.deepEqual(composed({ messages: [{ role: 'user', content: placeholder }] }, messages), { messages });
});

test('a call without the placeholder, such as a subagent’s, stays as it is', () => {
  for (const body of [
    { messages: [{ role: 'user', content: 'another' }], temperature: 1 },
    { messages: [{ role: 'assistant', content: [text(placeholder)] }] },
    { messages: 'no list' },
    {},
  ]) {
    assert.equal(composed(body, [{ role: 'user', content: [text('Hi')] }], { temperature: 0 }), body);
  }
});

test('where the CLI sets breakpoints of the cache the caller’s are left out: the API takes four at most', () => {
  const body = { messages: [{ role: 'user', content: [text(placeholder, EPHEMERAL)] }] };
  const messages: Conversation = [
    { role: 'user', content: [text('long', EPHEMERAL)] },
    { role: 'user', content: [text('one', EPHEMERAL), text('two')] },
  ];
  assert.deepEqual(composed(body, messages)['messages'], [
    { role: 'user', content: [text('long')] },
    { role: 'user', content: [text('one'), text('two', EPHEMERAL)] },
  ]);
});

test('parameters go before the CLI’s own, and tools and the output’s settings beside them', () => {
  const body = {
    messages: [{ role: 'user', content: [text(placeholder)] }],
    max_tokens: 32_000,
    metadata: { user_id: 'u' },
    tools: [{ name: 'StructuredOutput' }],
    output_config: { effort: 'medium', format: 'x' },
  };
  const tool = { name: 'look', input_schema: { type: 'object' } };
  const { messages: _messages, ...call } = composed(body, [{ role: 'user', content: [text('Hi')] }], {
    max_tokens: 10,
    tools: [tool],
    output_config: { effort: 'low' },
  });
  assert.deepEqual(call, {
    max_tokens: 10,
    metadata: { user_id: 'u' },
    tools: [{ name: 'StructuredOutput' }, tool],
    output_config: { effort: 'low', format: 'x' },
  });
});

test('thinking that the CLI asks for gives way to parameters that the API takes only without', () => {
  const body = { messages: [{ role: 'user', content: [text(placeholder)] }], thinking: { type: 'adaptive' } };
  const thinkingOf = (parameters: object) =>
    composed(body, [{ role: 'user', content: [text('Hi')] }], parameters)['thinking'];
  assert.deepEqual(thinkingOf({ max_tokens: 5 }), { type: 'adaptive' });
  assert.deepEqual(thinkingOf({ tool_choice: { type: 'auto' } }), { type: 'adaptive' });
  assert.equal(thinkingOf({ temperature: 0 }), undefined);
  assert.equal(thinkingOf({ tool_choice: { type: 'tool', name: 'look' } }), undefined);
  assert.deepEqual(thinkingOf({ temperature: 1, thinking: { type: 'enabled' } }), { type: 'enabled' });
});

test('a chat has the thinking and the effort that the caller ordered, and none that the CLI adds', () => {
  const body = {
    messages: [{ role: 'user', content: [text(placeholder)] }],
    thinking: { type: 'adaptive' },
    output_config: { effort: 'medium' },
  };
  const chat = (parameters: object) => {
    const { thinking, output_config } = composed(body, [{ role: 'user', content: [text('Hi')] }], parameters, 'chat');
    return { thinking, output_config };
  };
  assert.deepEqual(chat({}), { thinking: undefined, output_config: undefined });
  const ordered = { thinking: { type: 'enabled', budget_tokens: 1024 }, output_config: { effort: 'low' } };
  assert.deepEqual(chat(ordered), ordered);
});
