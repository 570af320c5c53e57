import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { openProduct, type Product } from './open-product.ts';
import { readEvents } from './read-events.ts';
import { readJson } from './read-json.ts';

const product = await openProduct({ after });

describe('a stream through the front door', () => {
  const stream = (body: object, signal?: AbortSignal) =>
    fetch(`${product.baseUrl}/v1/prompts`, {
      method: 'POST',
      headers: { 'x-api-key': product.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'haiku', profile: 'chat', stream: true, ...body }),
      ...(signal && { signal }),
    });

  it('brings the text as it comes, and ends with usage and cost', async () => {
    const response = await stream({ prompt: '[[chars: 2000]]' });
    assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    const events = await Array.fromAsync(readEvents(response));
    const text = events.filter(({ event }) => event === 'message.delta').map(({ data }) => data.text);
    assert.ok(text.length > 1, 'there is more than one delta');
    const [first] = events;
    const last = events.at(-1);
    assert.equal(first?.event, 'run.started');
    assert.equal(last?.event, 'run.completed');
    assert.ok(last?.data.cost_usd > 0);
    assert.deepEqual(
      events.filter(({ id }) => id !== undefined).map(({ id }) => id),
      events.filter(({ id }) => id !== undefined).map((_, index) => index + 1),
    );
    const kept = await readJson(await product.call('GET', `/v1/prompts/${first?.data.id}`));
    assert.equal(kept.response, text.join(''));
    assert.equal(kept.cost_usd, last?.data.cost_usd);
  });

  it('shows the tools that an agent uses', async () => {
    const events = await Array.fromAsync(readEvents(await stream({ profile: 'agent', prompt: '[[bash: echo hi]]' })));
    const started = events.find(({ event }) => event === 'tool.started');
    const completed = events.find(({ event }) => event === 'tool.completed');
    assert.equal(started?.data.name, 'Bash');
    assert.equal(started?.data.input.command, 'echo hi');
    assert.equal(completed?.data.id, started?.data.id);
    assert.match(completed?.data.output, /hi/);
  });

  it('tells of a failure in-band once it has begun', async () => {
    const response = await stream({ prompt: '[[fail: 401]]' });
    assert.equal(response.status, 200);
    const last = (await Array.fromAsync(readEvents(response))).at(-1);
    assert.equal(last?.event, 'run.failed');
    assert.equal(last?.data.error.code, 'upstream_authentication_failed');
  });

  it('whose reader hangs up ends the run, and leaves a record of what came', async () => {
    const hangUp = new AbortController();
    const response = await stream({ prompt: '[[chars: 5000]] [[delay: 20]]' }, hangUp.signal);
    let id = '';
    for await (const { event, data } of readEvents(response)) {
      if (event === 'run.started') id = data.id;
      if (event === 'message.delta') break;
    }
    hangUp.abort();
    const kept = await untilEnded(product, id);
    assert.equal(kept.status, 'canceled');
    assert.equal(kept.error.code, 'canceled');
    assert.ok(kept.response.length > 0 && kept.response.length < 5000);
    assert.ok(kept.cost_usd > 0);
    assert.equal(kept.is_cost_estimated, true);
    assert.equal(product.model.calls.at(-1)?.clientLeft, true);
  });
});

/** The record once the prompt has ended: polled, because nobody is told when a run that nobody reads has ended. */
const untilEnded = async (product: Product, id: string) => {
  while (true) {
    const kept = await readJson(await product.call('GET', `/v1/prompts/${id}`));
    if (kept.status !== 'in_progress') return kept;
    await setTimeout(50);
  }
};
