import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CallOptions } from '#cli/http/client.ts';
import { followJob, type JobEvent } from '#cli/http/follow-job.ts';

const event = (id: number, name: string, data: object): string =>
  `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** A body that breaks after that text. */
const cut = (text: string) =>
  new ReadableStream({
    pull: (controller) => {
      if (text === '') controller.error(new Error('cut'));
      else controller.enqueue(new TextEncoder().encode(text));
      text = '';
    },
  });

/** A service that answers each time that it is asked with the next of those, and what it was asked to begin after. */
const open = (...bodies: readonly (string | ReadableStream)[]) => {
  const asked: unknown[] = [];
  const answers = [...bodies];
  const call = async (_method: string, path: string, { query }: CallOptions = {}) => {
    asked.push(query?.['after']);
    assert.equal(path, '/v1/jobs/job_1/events');
    return new Response(answers.shift() ?? assert.fail('asked once too often'));
  };
  const seen: JobEvent[] = [];
  return { asked, seen, follow: () => followJob({ call }, 'job_1', (one) => seen.push(one), 0) };
};

const DONE = { status: 'completed' };

describe('a job', () => {
  it('is followed to its end, with what happens on the way', async () => {
    const { follow, seen, asked } = open(
      `retry: 3000\n\n${event(1, 'run.started', {})}${event(2, 'tool.started', { name: 'Bash', input: { command: 'ls' } })}` +
        `${event(3, 'message.delta', { text: 'Hel' })}${event(4, 'message.delta', { text: 'lo' })}` +
        `${event(5, 'run.completed', DONE)}${event(6, 'job.completed', DONE)}`,
    );
    const { job, run } = await follow();
    assert.deepEqual([job, run?.ended, run?.text], [DONE, DONE, 'Hello']);
    assert.deepEqual(seen, [
      { kind: 'tool', name: 'Bash', input: { command: 'ls' } },
      { kind: 'text', text: 'Hel' },
      { kind: 'text', text: 'lo' },
    ]);
    assert.deepEqual(asked, ['0']);
  });

  it('is followed on where the stream ended, or was cut', async () => {
    const { follow, seen, asked } = open(
      event(1, 'run.started', {}) + event(2, 'message.delta', { text: 'a' }),
      '',
      cut(event(3, 'message.delta', { text: 'b' })),
      event(4, 'message.delta', { text: 'c' }) + event(5, 'run.completed', DONE) + event(6, 'job.completed', DONE),
    );
    assert.equal((await follow()).run?.text, 'abc');
    assert.deepEqual(asked, ['0', '2', '2', '3']);
    assert.equal(seen.length, 3);
  });

  it('that runs again is told of anew', async () => {
    const { follow, seen } = open(
      event(1, 'run.started', {}) +
        event(2, 'message.delta', { text: 'half' }) +
        event(3, 'run.failed', { status: 'failed' }) +
        event(4, 'run.started', {}) +
        event(5, 'message.delta', { text: 'whole' }) +
        event(6, 'run.completed', DONE) +
        event(7, 'job.completed', DONE),
    );
    const { run } = await follow();
    assert.deepEqual([run?.text, run?.ended], ['whole', DONE]);
    assert.deepEqual(
      seen.map(({ kind }) => kind),
      ['text', 'again', 'text'],
    );
  });

  it('that never ran has no run', async () => {
    const { follow } = open(event(1, 'job.expired', { status: 'expired' }));
    assert.deepEqual(await follow(), { job: { status: 'expired' } });
  });
});
