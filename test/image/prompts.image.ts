import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '#core/runs/run-event.ts';
import { type ImageRun, openImage } from './open-image.ts';

const textOf = (events: readonly RunEvent[]): string =>
  events.map((event) => (event.kind === 'text' ? event.text : '')).join('');

/** The tools that a run has called, with what they said. */
const toolsOf = ({ events }: ImageRun): readonly string[] =>
  events.flatMap((event) => (event.kind === 'tool_completed' ? [event.output.trim()] : []));

test('a chat prompt is answered as lines of JSON, streamed', async (t) => {
  const { run } = await openImage(t);
  const { invocation, events, end } = await run({ prompt: '[[say: Hello.]]' });
  assert.deepEqual([invocation.end, invocation.isStreamed], ['responded', true]);
  assert.equal(events[0]?.kind, 'started');
  assert.ok(end?.kind === 'result', JSON.stringify(end));
  assert.equal(end.result.text, '[stand-in model] Hello.');
  assert.equal(textOf(events), end.result.text);
  assert.equal(end.result.metrics.modelUsage[0]?.calls, 1);
});

test('text arrives while the model still speaks', async (t) => {
  const { run } = await openImage(t);
  const { invocation } = await run({ prompt: '[[say: one two three four five six seven]] [[delay: 1000]]' });
  const texts = invocation.chunks.filter(({ text }) => text.startsWith('{"kind":"text"'));
  const [first, last] = [texts[0], texts.at(-1)];
  assert.ok(first && last && last.afterMs - first.afterMs >= 200, JSON.stringify(texts));
});

test('an agent writes, runs and reads files, and commits them', async (t) => {
  const { run } = await openImage(t);
  const ran = await run({
    profile: 'agent',
    prompt: [
      '[[bash: printf "echo fourty-two\\n" > answer.sh && sh answer.sh > answer.txt && cat answer.txt]]',
      '[[bash: git init -q && git add . && git commit -qm "Answer." && git log --format=%an:%s]]',
      '[[tool: Write {"file_path": "note.txt", "content": "a note"}]]',
    ].join(' '),
  });
  assert.equal(ran.end?.kind, 'result', JSON.stringify(ran.end));
  const [answer, log, note] = toolsOf(ran);
  assert.equal(answer, 'fourty-two');
  assert.equal(log, 'Claude:Answer.');
  assert.match(note ?? '', /created successfully/);
});

test('an agent searches with the ripgrep that the CLI brings', async (t) => {
  const { run } = await openImage(t);
  const ran = await run({ profile: 'agent', prompt: '[[bash: echo needle > hay.txt && rg --no-heading needle]]' });
  assert.deepEqual(toolsOf(ran), ['hay.txt:needle']);
});

test('any user can run it', async (t) => {
  const { text } = await openImage(t, { user: '54321:54321' });
  assert.equal(await text({ profile: 'agent', prompt: '[[bash: id -u]]' }), '[stand-in model] The tool said: 54321');
});

test('the environment is as narrow as Lambda’s', async (t) => {
  const { run } = await openImage(t);
  const ran = await run({
    profile: 'agent',
    prompt: [
      '[[bash: touch /var/task/x /opt/x /x 2>&1 | grep -c "Read-only file system"]]',
      '[[bash: ls -A /dev/shm 2>&1 | grep -c "No such file"]]',
      '[[bash: ulimit -n]]',
      '[[bash: grep -E "^(CapEff|NoNewPrivs)" /proc/self/status | tr -s "\\t\\n" "  "]]',
    ].join(' '),
  });
  assert.deepEqual(toolsOf(ran), ['3', '1', '1024', 'CapEff: 0000000000000000 NoNewPrivs: 1']);
});

test('nothing of a prompt is logged', async (t) => {
  const { container, run } = await openImage(t);
  await run({ profile: 'agent', prompt: 'My secret. [[bash: echo secret; echo secret >&2]]' });
  await run({ prompt: 'My secret. [[cut]]' });
  assert.doesNotMatch(container.log, /secret/);
});
