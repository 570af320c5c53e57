import assert from 'node:assert/strict';
import test from 'node:test';
import type { MessagePlan } from '#local/model/answer-plan.ts';
import { MessageRequest } from '#local/model/message-request.ts';
import { planAnswer } from '#local/model/plan-answer.ts';

const FACTS = { messageId: 'msg_1', earlierFailures: 0 };

const plan = (request: object, facts = FACTS) =>
  planAnswer(MessageRequest.parse({ model: 'claude-haiku-4-5', ...request }), facts);

const message = (request: object): MessagePlan => {
  const planned = plan(request);
  assert.ok(planned.kind === 'message');
  return planned;
};

const ask = (content: string, more: object = {}) => message({ messages: [{ role: 'user', content }], ...more });

const BASH = { tools: [{ name: 'Bash' }] };

test('every text begins by saying that it is a stand-in', () => {
  const afterTool = message({
    messages: [
      { role: 'user', content: '[[bash: x]]' },
      { role: 'assistant', content: [{ type: 'tool_use' }] },
      { role: 'user', content: [{ type: 'tool_result', content: '42' }] },
    ],
    ...BASH,
  });
  const plans = [ask('hi'), ask(''), ask('[[say: hi]]'), ask('[[chars: 30]]'), ask('[[bash: x]]'), afterTool];
  for (const { blocks } of plans) {
    assert.ok(blocks.some((block) => block.type === 'text' && block.text.startsWith('[stand-in model] ')));
  }
  assert.deepEqual(afterTool.blocks, [{ type: 'text', text: '[stand-in model] The tool said: 42' }]);
});

test('a long answer has exactly the characters asked for', () => {
  const [block] = ask('[[chars: 12345]]').blocks;
  assert.equal(block?.type === 'text' && block.text.length, 12_345);
});

test('a tool is called if it is offered, as often as wished', () => {
  const { blocks, stopReason } = ask('[[bash: ls]] [[bash: pwd]] [[think: hm]]', BASH);
  assert.equal(stopReason, 'tool_use');
  assert.deepEqual(blocks, [
    { type: 'thinking', thinking: 'hm', signature: 'c3RhbmQtaW4=' },
    { type: 'tool_use', id: 'toolu_msg_1_0', name: 'Bash', input: { command: 'ls' } },
    { type: 'tool_use', id: 'toolu_msg_1_1', name: 'Bash', input: { command: 'pwd' } },
  ]);
  const again = message({
    messages: [
      { role: 'user', content: '[[bash: ls]] [[turns: 2]]' },
      { role: 'assistant', content: [{ type: 'tool_use' }] },
      { role: 'user', content: [{ type: 'tool_result', content: '' }] },
    ],
    ...BASH,
  });
  assert.equal(again.stopReason, 'tool_use');
});

test('tokens are a quarter of the characters, unless the prompt says otherwise', () => {
  const { usage } = ask('[[say: 123]]');
  assert.equal(usage.output_tokens, 5);
  assert.ok(usage.input_tokens > 5);
  assert.deepEqual(ask('[[usage: input=1 output=2 cache_read=3 cache_write=4]]').usage, {
    input_tokens: 1,
    output_tokens: 2,
    cache_read_input_tokens: 3,
    cache_creation_input_tokens: 4,
  });
});

test('a failure that is wished once is followed by an answer', () => {
  const request = { messages: [{ role: 'user', content: '[[fail: 529 times=1]]' }] };
  assert.equal(plan(request).kind, 'failure');
  assert.equal(plan(request, { ...FACTS, earlierFailures: 1 }).kind, 'message');
});
