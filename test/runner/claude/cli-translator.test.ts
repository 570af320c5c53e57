import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { RunEvent } from '#core/runs/run-event.ts';
import type { CliMessage } from '#runner/claude/cli-message.ts';
import { createCliTranslator } from '#runner/claude/cli-translator.ts';

type StreamEvent = Extract<CliMessage, { type: 'stream_event' }>['event'];

const stream = (event: StreamEvent, parent: string | null = null): CliMessage => ({
  type: 'stream_event',
  parent_tool_use_id: parent,
  event,
});
const start = stream({ type: 'message_start' });
const text = (piece: string, index = 0): CliMessage =>
  stream({ type: 'content_block_delta', index, delta: { type: 'text_delta', text: piece } });
const thinking = (piece: string): CliMessage =>
  stream({ type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: piece } });
const blockStop = stream({ type: 'content_block_stop', index: 0 });
const stop = (reason: string): CliMessage => stream({ type: 'message_delta', delta: { stop_reason: reason } });
const end = stream({ type: 'message_stop' });
const brokenEnd = (fromIndex: number): CliMessage => ({
  type: 'stream_event',
  event: { type: 'message_stop' },
  abandoned_blocks: { from_block_index: fromIndex },
});
const answer = (piece: string, reason: string): readonly CliMessage[] => [
  start,
  text(piece),
  blockStop,
  stop(reason),
  end,
];

const translate = (...messages: readonly CliMessage[]) => {
  const translator = createCliTranslator({});
  const events = messages.flatMap((message) => translator.translate(message));
  return { translator, events, answer: events.map((event) => (event.kind === 'text' ? event.text : '')).join('') };
};

describe('the answer', () => {
  test('a start, text and thinking become events in order', () => {
    const { events, translator } = translate(
      { type: 'system', subtype: 'init', session_id: 's1', model: 'm' },
      start,
      thinking('hmm'),
      text('Hel'),
      text('lo'),
      stop('end_turn'),
      end,
    );
    assert.deepEqual(events, [
      { kind: 'started', sessionId: 's1', model: 'm' },
      { kind: 'thinking', text: 'hmm' },
      { kind: 'text', text: 'Hel' },
      { kind: 'text', text: 'lo' },
    ] satisfies RunEvent[]);
    assert.equal(translator.sessionId, 's1');
    assert.equal(translator.turns, 1);
    assert.equal(translator.stopReason, 'end_turn');
  });

  test('two messages are two paragraphs', () => {
    const { events } = translate(...answer('Let me look.', 'tool_use'), ...answer('Done.', 'end_turn'));
    assert.deepEqual(events, [
      { kind: 'text', text: 'Let me look.' },
      { kind: 'text', text: '\n\n' },
      { kind: 'text', text: 'Done.' },
    ]);
  });

  test('a message that goes on where the last was cut is the same paragraph', () => {
    const cut = [start, text('one '), blockStop, brokenEnd(1)];
    assert.equal(translate(...answer('one ', 'max_tokens'), ...answer('two', 'end_turn')).answer, 'one two');
    assert.equal(translate(...cut, ...answer('two', 'end_turn')).answer, 'one two');
  });

  test('a message without text makes no paragraph', () => {
    const silent = [start, stop('tool_use'), end];
    assert.equal(translate(...silent, ...silent, ...answer('Done.', 'end_turn')).answer, 'Done.');
    assert.equal(
      translate(...answer('One.', 'tool_use'), ...silent, ...answer('Two.', 'end_turn')).answer,
      'One.\n\nTwo.',
    );
  });

  test('what a subagent says is not part of it', () => {
    const { events, translator } = translate(
      stream({ type: 'message_start' }, 'toolu_1'),
      stream({ type: 'content_block_delta', delta: { text: 'secret' } }, 'toolu_1'),
      stream({ type: 'message_delta', delta: { stop_reason: 'end_turn' } }, 'toolu_1'),
    );
    assert.deepEqual(events, []);
    assert.equal(translator.turns, 0);
  });

  test('control codes are removed, also when they come in two deltas', () => {
    assert.equal(translate(start, text('a\u001b[3'), text('1mb\u001b[0m c'), blockStop).answer, 'ab c');
    assert.equal(translate(start, text('end \u001b['), blockStop, stop('end_turn')).answer, 'end \u001b[');
  });

  test('the text is the same however the model cuts it into deltas', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (pieces) => {
        const { answer } = translate(start, ...pieces.map((piece) => text(piece)), blockStop, stop('end_turn'), end);
        assert.equal(answer, pieces.join(''));
      }),
    );
  });
});

describe('text that the CLI has dropped', () => {
  test('is noticed when the stream broke inside of it', () => {
    assert.equal(translate(start, text('half', 1), brokenEnd(1)).translator.isTextLost, true);
    assert.equal(translate(start, text('half', 1), brokenEnd(0)).translator.isTextLost, true);
  });

  test('is none when the stream broke behind it, or before there was any', () => {
    assert.equal(translate(start, text('whole', 0), brokenEnd(1)).translator.isTextLost, false);
    assert.equal(translate(start, thinking('hmm'), brokenEnd(0)).translator.isTextLost, false);
    assert.equal(translate(...answer('whole', 'tool_use'), start, brokenEnd(0)).translator.isTextLost, false);
  });
});

describe('besides the answer', () => {
  test('tools are told with their whole input and their output', () => {
    const { events } = translate(
      {
        type: 'assistant',
        message: {
          content: [{ type: 'text' }, { type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'ls' } }],
        },
      },
      { type: 'user', message: { content: [{ type: 'tool_result', tool_use_id: 't1', content: 'a\nb' }] } },
      { type: 'user', message: { content: 'a note of the CLI' } },
    );
    assert.deepEqual(events, [
      { kind: 'tool_started', id: 't1', name: 'Bash', input: { command: 'ls' } },
      { kind: 'tool_completed', id: 't1', isError: false, output: 'a\nb' },
    ]);
  });

  test('a retry is told', () => {
    const retry = {
      type: 'system',
      subtype: 'api_retry',
      attempt: 1,
      retry_delay_ms: 503.3,
      error_status: 529,
    } as const;
    assert.deepEqual(translate(retry).events, [{ kind: 'retry', attempt: 1, delayMs: 503.3, status: 529 }]);
  });

  test('a message that was cut off is no turn and has no stop reason', () => {
    const { translator } = translate(...answer('one', 'tool_use'), start, text('two'), blockStop, brokenEnd(1));
    assert.equal(translator.turns, 1);
    assert.equal(translator.stopReason, undefined);
  });
});
