import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Profile } from '#core/runs/run-request.ts';
import { type Gate, startGate } from '#gate/gate.ts';
import { type StandInModel, startStandInModel } from '#local/model/stand-in-model.ts';
import { claudePath } from '#runner/claude/claude-path.ts';
import { type ClaudeProcess, startClaude } from '#runner/claude/claude-process.ts';
import type { CliMessage } from '#runner/claude/cli-message.ts';
import { controlLine } from '#runner/claude/control-request.ts';
import { runLines } from '#runner/claude/run-lines.ts';
import { runRequest } from '#test/runner/run-request.ts';

let directory: string;
let model: StandInModel;
let gate: Gate;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'contract-'));
  model = await startStandInModel();
  gate = await startGate();
});
after(async () => {
  await gate.close();
  await model.close();
  await rm(directory, { recursive: true });
});

const start = async (profile: Profile): Promise<ClaudeProcess> =>
  startClaude(profile, { claudePath: claudePath(), path: '/usr/local/bin:/usr/bin:/bin', directory, gate });

const give = (process: ClaudeProcess, prompt: string, profile: Profile): void => {
  const upstream = { provider: 'anthropic', baseUrl: model.baseUrl, apiKey: 'sk' } as const;
  const request = runRequest({ prompt, profile, upstream });
  const contents = {
    placeholder: 'conversation 1',
    profile,
    messages: request.messages,
    parameters: {},
    hasOutputSchema: false,
  };
  process.session.bind({ ...request, contents, onEvent: () => {} });
  for (const line of runLines(request, contents.placeholder)) process.write(line);
};

/** The messages up to one of that type. */
const readUntil = async (process: ClaudeProcess, type: CliMessage['type']): Promise<readonly CliMessage[]> => {
  const iterator = process.messages[Symbol.asyncIterator]();
  const messages: CliMessage[] = [];
  while (messages.at(-1)?.type !== type) {
    const { value, done } = await iterator.next();
    assert.ok(!done, `the output ended before a message of type ${type}`);
    messages.push(value);
  }
  return messages;
};

for (const profile of ['chat', 'agent'] as const) {
  test(`a waiting ${profile} process says nothing by itself, and answers a ping more than once`, async (t) => {
    const process = await start(profile);
    t.after(process.end);
    assert.equal(await process.isReady(20_000), true);
    assert.equal(await process.isReady(5000), true);
  });

  test(`an interrupted ${profile} process ends its turn with a result`, async (t) => {
    const process = await start(profile);
    t.after(process.end);
    give(process, '[[delay: 20]] [[chars: 100000]]', profile);
    await readUntil(process, 'stream_event');
    process.interrupt();
    const result = (await readUntil(process, 'result')).at(-1);
    assert.ok(result?.type === 'result' && result.is_error);
    assert.match(result.terminal_reason ?? '', /^aborted/);
  });
}

test('a process that was sent everything at once, before it had started, does it in order', async (t) => {
  const process = await start('agent');
  t.after(process.end);
  give(process, '[[bash: echo $((40 + 2))]]', 'agent');
  const messages = await readUntil(process, 'result');
  const answers = messages.filter((message) => message.type === 'control_response');
  assert.deepEqual(
    answers.map(({ response }) => [response.request_id, response.subtype]),
    [
      ['run-0', 'success'],
      ['run-1', 'success'],
    ],
  );
  const result = messages.at(-1);
  assert.ok(result?.type === 'result' && !result.is_error);
});

test('a second configuration is not taken: a process must not be asked for one while it waits', async (t) => {
  const process = await start('chat');
  t.after(process.end);
  const main = { description: 'first', prompt: 'FIRST', model: 'claude-haiku-4-5', tools: [] };
  process.write(controlLine('first', { subtype: 'initialize', agents: { main } }));
  give(process, 'hello', 'chat');
  await readUntil(process, 'result');
  assert.match(JSON.stringify(model.calls.at(-1)?.body), /FIRST/);
});

test('fails what it does not know, instead of passing over it', async (t) => {
  const process = await start('chat');
  t.after(process.end);
  process.write(JSON.stringify({ type: 'control_request', request_id: 'x', request: { subtype: 'no_such_thing' } }));
  const answer = (await readUntil(process, 'control_response')).at(-1);
  assert.ok(answer?.type === 'control_response');
  assert.equal(answer.response.subtype, 'error');
});

test('at the end of its input a process that has answered ends by itself', async () => {
  const process = await start('chat');
  give(process, 'hello', 'chat');
  await readUntil(process, 'result');
  await process.end();
  assert.deepEqual(await process.exit, { code: 0, signal: null });
});
