import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import Anthropic, { toFile } from '@anthropic-ai/sdk';
import { openProduct } from '#test/product/open-product.ts';
import { CLIENTS, sdkOf } from './anthropic-clients.ts';

const product = await openProduct({ after });

type Batch = Anthropic.Messages.MessageBatch;

const request = (custom_id: string, content: string, more: object = {}) => ({
  custom_id,
  params: { model: 'haiku', max_tokens: 1000, messages: [{ role: 'user' as const, content }], ...more },
});

for (const [name, connect] of CLIENTS) {
  const client = connect(product);
  const { batches } = client.messages;
  const { NotFoundError, BadRequestError, ConflictError } = sdkOf(client);

  const end = async ({ id }: Batch): Promise<Batch> => {
    for (;;) {
      const batch = await batches.retrieve(id);
      if (batch.processing_status === 'ended') return batch;
    }
  };

  const resultsOf = async ({ id }: Batch) => Array.fromAsync(await batches.results(id));

  describe(`batches with ${name}`, () => {
    it('run, and stream what became of each request', async () => {
      const requests = [
        request('a', '[[say: one]]'),
        request('b', '[[say: two]]', { max_tokens: 0 }),
        request('c', '[[fail: 400]]'),
        request('d', '[[say: ü🎉]]'),
      ];
      const made = await batches.create({ requests });
      assert.deepEqual([made.type, made.processing_status, made.results_url], ['message_batch', 'in_progress', null]);
      assert.equal(made.request_counts.processing, 4);
      await assert.rejects(
        batches.results(made.id).then((results) => Array.fromAsync(results)),
        /results_url/,
      );
      const batch = await end(made);
      assert.deepEqual(batch.request_counts, { processing: 0, succeeded: 2, errored: 2, canceled: 0, expired: 0 });
      assert.ok(batch.results_url?.startsWith(product.baseUrl));
      const results = await resultsOf(batch);
      assert.deepEqual(
        results.map(({ custom_id }) => custom_id),
        ['a', 'b', 'c', 'd'],
      );
      const [first, second, third, last] = results.map(({ result }) => result);
      assert.ok(first?.type === 'succeeded' && last?.type === 'succeeded');
      assert.deepEqual(first.message.content[0], { type: 'text', text: '[stand-in model] one' });
      assert.deepEqual(last.message.content[0], { type: 'text', text: '[stand-in model] ü🎉' });
      assert.ok(second?.type === 'errored' && third?.type === 'errored');
      assert.deepEqual([second.error.type, second.error.error.type], ['error', 'invalid_request_error']);
      assert.match(second.error.error.message, /max_tokens/);
      assert.equal(third.error.error.type, 'invalid_request_error');
    });

    it('run what is a file of requests', async () => {
      const text = Array.from({ length: 4 }, (_, index) => JSON.stringify(request(`r${index}`, `[[say: ${index}]]`)));
      const body = { file: await toFile(Buffer.from(text.join('\n')), 'requests.jsonl') };
      const file = await client.beta.files.upload(body);
      const asked = { input_file_id: file.id } as unknown as Anthropic.Messages.BatchCreateParams;
      const batch = await end(await batches.create(asked));
      const results = await resultsOf(batch);
      assert.deepEqual(
        results.map(({ custom_id, result }) => [custom_id, result.type]),
        text.map((_, index) => [`r${index}`, 'succeeded']),
      );
    });

    it('are canceled: what runs is stopped, and what waits never starts', async () => {
      const requests = Array.from({ length: 20 }, (_, index) => request(`r${index}`, '[[chars: 20000]] [[delay: 20]]'));
      const before = product.model.calls.length;
      const made = await batches.create({ requests });
      while (product.model.calls.length === before) await batches.retrieve(made.id);
      const canceling = await batches.cancel(made.id);
      assert.equal(canceling.processing_status, 'canceling');
      assert.ok(canceling.cancel_initiated_at);
      const batch = await end(canceling);
      assert.equal(batch.request_counts.canceled, 20);
      const types = new Set((await resultsOf(batch)).map(({ result }) => result.type));
      assert.deepEqual(types, new Set(['canceled']));
    });

    it('are listed page by page, in both directions', async () => {
      const listed: string[] = [];
      for await (const { id } of batches.list({ limit: 2 })) listed.push(id);
      assert.ok(listed.length >= 3);
      assert.equal(new Set(listed).size, listed.length);
      const oldest = listed.at(-1) ?? '';
      const before: string[] = [];
      for await (const page of (await batches.list({ limit: 2, before_id: oldest })).iterPages()) {
        before.unshift(...page.data.map(({ id }) => id));
      }
      assert.deepEqual(before, listed.slice(0, -1));
    });

    it('are deleted once they have ended, with their prompts', async () => {
      const made = await batches.create({ requests: [request('slow', '[[chars: 500]] [[delay: 20]]')] });
      await assert.rejects(batches.delete(made.id), ConflictError);
      const batch = await end(made);
      const [{ result } = { result: undefined }] = await resultsOf(batch);
      assert.ok(result?.type === 'succeeded');
      const prompt = `/v1/prompts/${result.message.id}`;
      assert.equal((await product.call('GET', prompt)).status, 200);
      assert.deepEqual(await batches.delete(made.id), { id: made.id, type: 'message_batch_deleted' });
      await assert.rejects(batches.retrieve(made.id), NotFoundError);
      while ((await product.call('GET', prompt)).status === 200);
    });

    it('fail at once for two requests of one name', async () => {
      await assert.rejects(
        batches.create({ requests: [request('a', 'x'), request('a', 'y')] }),
        (error) => error instanceof BadRequestError && /requests\[1\]\.custom_id/.test(error.message),
      );
    });

    it('are the same in the beta namespace', async () => {
      const made = await client.beta.messages.batches.create({ requests: [request('a', '[[say: beta]]')] });
      await end(made as unknown as Batch);
      const [result] = await Array.fromAsync(await client.beta.messages.batches.results(made.id));
      assert.equal(result?.result.type, 'succeeded');
      const [first] = (await client.beta.messages.batches.list({ limit: 1 })).data;
      assert.equal(first?.id, made.id);
    });
  });

  describe(`files with ${name}`, () => {
    const { files } = client.beta;

    it('are uploaded, read, listed and deleted', async () => {
      const text = '{"custom_id":"ü","params":{}}\n';
      const file = await files.upload({ file: await toFile(Buffer.from(text), 'in.jsonl') });
      assert.deepEqual([file.type, file.filename, file.size_bytes], ['file', 'in.jsonl', Buffer.byteLength(text)]);
      assert.deepEqual(await files.retrieveMetadata(file.id), file);
      assert.equal(await (await files.download(file.id)).text(), text);
      await files.upload({ file: await toFile(Buffer.from(text), 'other.jsonl') });
      const listed: string[] = [];
      for await (const { id } of files.list({ limit: 1 })) listed.push(id);
      assert.ok(listed.includes(file.id) && listed.length >= 2);
      assert.equal(new Set(listed).size, listed.length);
      assert.deepEqual(await files.delete(file.id), { id: file.id, type: 'file_deleted' });
      await assert.rejects(files.retrieveMetadata(file.id), NotFoundError);
    });
  });
}

describe('files outside of the beta namespace', () => {
  it('are the same, and expire as the client says', async () => {
    const { files } = new Anthropic({ baseURL: product.baseUrl, apiKey: product.apiKey, maxRetries: 0 });
    const file = await files.upload({ file: await toFile(Buffer.from('{}'), 'in.jsonl'), expires_in_seconds: 7200 });
    const lifetimeMs = Date.parse(file.expires_at ?? '') - Date.parse(file.created_at);
    assert.ok(Math.abs(lifetimeMs - 7_200_000) < 1_000);
    const listed: string[] = [];
    for await (const { id } of files.list({ limit: 2 })) listed.push(id);
    assert.equal(listed[0], file.id);
    assert.equal(new Set(listed).size, listed.length);
    assert.equal(await (await files.download(file.id)).text(), '{}');
  });
});
