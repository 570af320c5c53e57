import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { openChatProduct } from '#test/product/open-chat-product.ts';
import { readJson } from '#test/product/read-json.ts';
import { CLIENTS as ANTHROPIC_CLIENTS, sdkOf as anthropicOf } from './anthropic-clients.ts';
import { CLIENTS as OPENAI_CLIENTS, sdkOf as openAiOf } from './openai-clients.ts';

const product = await openChatProduct({ after });

let count = 0;

/** A key, as an option of a request, and how many calls the model has had since. */
const newKey = () => {
  count += 1;
  const before = product.model.calls.length;
  const key = `key-${count}`;
  return { key, options: { headers: { 'Idempotency-Key': key } }, calls: () => product.model.calls.length - before };
};

const MESSAGES = [{ role: 'user' as const, content: '[[say: once]]' }];

for (const [name, connect] of OPENAI_CLIENTS) {
  describe(`an Idempotency-Key with ${name}`, () => {
    const client = connect(product);
    const body = { model: 'haiku', messages: MESSAGES };

    it('gives the same completion and response again', async () => {
      const { options, calls } = newKey();
      const first = await client.chat.completions.create(body, options);
      const { data, response } = await client.chat.completions.create(body, options).withResponse();
      assert.deepEqual([data.id, data.choices], [first.id, first.choices]);
      assert.equal(response.headers.get('idempotent-replayed'), 'true');
      const asked = { model: 'haiku', input: '[[say: once]]' };
      // The same key on another route is another.
      const created = await client.responses.create(asked, options);
      assert.equal((await client.responses.create(asked, options)).id, created.id);
      assert.equal(calls(), 2);
    });

    it('streams the same again, which the helper reads to its end', async () => {
      const { options, calls } = newKey();
      const stream = () => client.chat.completions.stream({ ...body, stream: true }, options).finalChatCompletion();
      const first = await stream();
      assert.deepEqual(await stream(), first);
      assert.equal(calls(), 1);
    });

    it('fails for another body as an error that is not retried', async () => {
      const { options } = newKey();
      await client.chat.completions.create(body, options);
      const other = { ...body, messages: [{ role: 'user' as const, content: 'other' }] };
      await assert.rejects(
        client.chat.completions.create(other, { ...options, maxRetries: 2 }),
        (error) =>
          error instanceof openAiOf(client).UnprocessableEntityError && error.code === 'idempotency_key_reused',
      );
    });
  });
}

for (const [name, connect] of ANTHROPIC_CLIENTS) {
  describe(`an Idempotency-Key with ${name}`, () => {
    const client = connect(product);
    const body = { model: 'haiku', max_tokens: 100, messages: MESSAGES };

    it('gives the same message again', async () => {
      const { options, calls } = newKey();
      const first = await client.messages.create(body, options);
      assert.deepEqual(await client.messages.create(body, options), first);
      assert.equal(calls(), 1);
    });

    it('streams the same again, which the helper reads to its end', async () => {
      const { options, calls } = newKey();
      const stream = () => client.messages.stream(body, options).finalMessage();
      const first = await stream();
      assert.deepEqual(await stream(), first);
      assert.equal(calls(), 1);
    });

    it('tells an error of what was run again, in the same words', async () => {
      const { options, calls } = newKey();
      const failing = { ...body, messages: [{ role: 'user' as const, content: '[[fail: 400]]' }] };
      const errors = [];
      for (let tries = 0; tries < 2; tries += 1) {
        const error = await client.messages.create(failing, options).catch((thrown: unknown) => thrown);
        assert.ok(error instanceof anthropicOf(client).APIError);
        errors.push([error.status, (error.error as { error: { message: string } }).error.message]);
      }
      assert.deepEqual(errors[0], errors[1]);
      assert.equal(calls(), 1);
    });
  });
}

describe('the same prompt sent many times at once', () => {
  it('runs once, and whoever comes back gets its answer', async () => {
    const { options, calls } = newKey();
    const body = { model: 'haiku', profile: 'chat', prompt: '[[delay: 50]] [[chars: 200]]' };
    const send = async () => {
      const response = await product.call('POST', '/v1/prompts', body, options.headers);
      return { status: response.status, json: await readJson(response) };
    };
    const answers = await Promise.all(Array.from({ length: 10 }, send));
    const done = answers.filter(({ status }) => status === 200);
    assert.equal(answers.filter(({ json }) => json.code === 'idempotency_in_progress').length, 10 - done.length);
    assert.ok(done.length > 0);
    assert.equal((await send()).json.id, done[0]?.json.id);
    assert.equal(calls(), 1);
  });
});

describe('a stream whose reader hangs up', () => {
  it('is told again as far as it came: nothing is run twice', async () => {
    const { key, options, calls } = newKey();
    const body = { model: 'haiku', profile: 'chat', stream: true, prompt: '[[chars: 3000]] [[delay: 20]]' };
    const hangUp = new AbortController();
    const response = await fetch(`${product.baseUrl}/v1/prompts`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${product.apiKey}`, 'content-type': 'application/json' },
        ...options.headers,
      },
      body: JSON.stringify(body),
      signal: hangUp.signal,
    });
    await response.body?.getReader().read();
    hangUp.abort();
    // In progress until the run has ended: that is told at once, and then the answer.
    let again = await product.call('POST', '/v1/prompts', body, { 'idempotency-key': key });
    for (let tries = 0; again.status === 409 && tries < 200; tries += 1) {
      await again.text();
      again = await product.call('POST', '/v1/prompts', body, { 'idempotency-key': key });
    }
    const text = await again.text();
    assert.equal(again.headers.get('idempotent-replayed'), 'true', text);
    assert.match(text, /event: run\.canceled/);
    assert.ok(calls() <= 1);
  });
});
