import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { followPrompt, type PromptEvent } from '#cli/http/follow-prompt.ts';

const event = (name: string, data: object): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
const answer = (...events: readonly string[]): Response =>
  new Response(events.join(''), { headers: { 'request-id': 'r-1', 'headless-claude-prompt-id': 'prompt_1' } });

describe('a streamed prompt', () => {
  it('is followed to its end, with what happens on the way', async () => {
    const seen: PromptEvent[] = [];
    const { ended, text } = await followPrompt(
      answer(
        ...[event('run.started', { id: 'prompt_1' }), event('thinking.delta', { text: 'hm' })],
        ...[event('tool.started', { name: 'Bash', input: { command: 'ls' } }), event('message.delta', { text: 'Hel' })],
        ...[event('message.delta', { text: 'lo' }), event('run.completed', { status: 'completed' })],
      ),
      (one) => seen.push(one),
    );
    assert.equal(text, 'Hello');
    assert.equal(ended.status, 'completed');
    assert.deepEqual(seen, [
      { kind: 'tool', name: 'Bash', input: { command: 'ls' } },
      { kind: 'text', text: 'Hel' },
      { kind: 'text', text: 'lo' },
    ]);
  });

  it('fails if it breaks off, and says where the record is', async () => {
    const broken = followPrompt(answer(event('message.delta', { text: 'Hel' })), () => {});
    await assert.rejects(broken, { exitCode: 6, requestId: 'r-1', hint: 'Its record is prompt_1.' });
  });
});
