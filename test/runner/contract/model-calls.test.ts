import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MODEL_CATALOG } from '#core/models/model-catalog.ts';
import type { RunChanges } from '#test/runner/run-request.ts';
import { type Contract, type ModelCall, openContract } from './open-contract.ts';

let contract: Contract;
before(async () => {
  contract = await openContract();
});
after(() => contract.close());

const callOf = async (changes: RunChanges): Promise<ModelCall> => {
  const { sessionId } = await contract.result(changes);
  const [call, ...others] = contract.callsOf(sessionId);
  assert.ok(call);
  assert.deepEqual(others, []);
  return call;
};

const PROMPT = 'What is the time?';
const SYSTEM = 'You are a clock.';

describe('for each model', { concurrency: 2 }, () => {
  for (const { id: model } of MODEL_CATALOG) {
    test(`a chat with ${model} adds at most 600 bytes to what the caller wrote, and orders no thinking`, async () => {
      const { bytes, body } = await callOf({ prompt: PROMPT, system: SYSTEM, model });
      assert.ok(bytes - PROMPT.length - SYSTEM.length <= 600, `${bytes} bytes: ${JSON.stringify(body)}`);
      assert.equal(body.model, model);
      assert.deepEqual(body.tools, []);
      assert.deepEqual(body.system, [
        { type: 'text', text: "You are a Claude agent, built on Anthropic's Claude Agent SDK." },
        { type: 'text', text: SYSTEM },
      ]);
      assert.deepEqual(body.messages, [{ role: 'user', content: [{ type: 'text', text: PROMPT }] }]);
      assert.equal(body.thinking, undefined);
    });
  }
});

test('a chat without a system prompt has none, nor an environment', async () => {
  const { body } = await callOf({ prompt: PROMPT });
  assert.equal(body.system.length, 1);
});

test("an agent has Claude Code's system prompt and the caller's behind it, and few tools", async () => {
  const { bytes, body } = await callOf({
    profile: 'agent',
    prompt: PROMPT,
    system: SYSTEM,
    model: 'claude-sonnet-5-5',
  });
  const [identity, instructions] = body.system;
  assert.match(identity?.text ?? '', /^You are Claude Code, Anthropic's official CLI/);
  assert.match(instructions?.text ?? '', /# Harness.*You are a clock\.$/s);
  const tools = body.tools.map(({ name }) => name);
  assert.deepEqual(tools.sort(), ['Bash', 'Edit', 'Read', 'WebFetch', 'Write']);
  assert.ok(bytes < 20_000, `${bytes} bytes`);
});

test('an agent writes to the cache, of which its next call reads; a chat does not', async () => {
  const agent = await callOf({ profile: 'agent' });
  assert.match(JSON.stringify(agent.body), /"cache_control"/);
  const chat = await callOf({});
  assert.doesNotMatch(JSON.stringify(chat.body), /"cache_control"/);
});

test('WebFetch asks nobody but the site', async () => {
  // The fetch itself fails, because the stand-in does not speak TLS.
  const prompt = `[[tool: WebFetch {"url": "${contract.model.baseUrl}", "prompt": "What is there?"}]]`;
  const { text } = await contract.result({ profile: 'agent', prompt });
  assert.match(text, /The tool failed: .*SSL/);
});

test('nothing else is asked of the provider', async () => {
  const { sessionId } = await contract.result({ profile: 'agent', prompt: '[[bash: true]]' });
  assert.equal(contract.callsOf(sessionId).length, 2);
  const others = contract.model.calls.filter(
    ({ method, path }) => method !== 'POST' || !path.startsWith('/v1/messages?'),
  );
  assert.deepEqual(others, []);
});
