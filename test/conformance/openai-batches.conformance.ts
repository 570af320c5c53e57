import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type OpenAI from 'openai';
import { toFile } from 'openai';
import { temporaryFolder } from '#test/local/temporary-folder.ts';
import { openProduct } from '#test/product/open-product.ts';
import { readJson } from '#test/product/read-json.ts';
import { CLIENTS, sdkOf } from './openai-clients.ts';

const product = await openProduct({ after });
const folder = await temporaryFolder({ after });

type Batch = OpenAI.Batches.Batch;

const chatLine = (customId: string, content: string, more: object = {}): string =>
  JSON.stringify({
    custom_id: customId,
    method: 'POST',
    url: '/v1/chat/completions',
    body: { model: 'haiku', messages: [{ role: 'user', content }], ...more },
  });

const CHAT = { endpoint: '/v1/chat/completions', completion_window: '24h' } as const;

// biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of it.
const linesOf = (text: string): any[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

const jsonl = (...lines: readonly string[]) => toFile(Buffer.from(lines.join('\n')), 'in.jsonl');

for (const [name, connect] of CLIENTS) {
  const client = connect(product);
  const { NotFoundError, BadRequestError, ConflictError } = sdkOf(client);

  const end = async ({ id }: Batch): Promise<Batch> => {
    for (;;) {
      const batch = await client.batches.retrieve(id);
      if (batch.completed_at || batch.failed_at || batch.cancelled_at || batch.expired_at) return batch;
    }
  };

  const read = async (fileId: string | null | undefined) =>
    linesOf(await (await client.files.content(fileId ?? '')).text());

  describe(`files with ${name}`, () => {
    it('are uploaded from memory and from disk, and read again as they are', async () => {
      const text = `${chatLine('a', 'ü🎉')}\r\n${chatLine('b', 'x'.repeat(3_000_000))}\n`;
      const path = join(folder, 'from-disk.jsonl');
      await writeFile(path, text);
      for (const source of [await toFile(Buffer.from(text), 'memory.jsonl'), createReadStream(path)]) {
        const file = await client.files.create({ purpose: 'batch', file: source });
        assert.deepEqual([file.object, file.bytes, file.status], ['file', Buffer.byteLength(text), 'processed']);
        assert.match(file.filename, /^(memory|from-disk)\.jsonl$/);
        assert.equal(await (await client.files.content(file.id)).text(), text);
        assert.deepEqual(await client.files.retrieve(file.id), file);
      }
    });

    it('expire as the client says', async () => {
      const expires_after = { anchor: 'created_at', seconds: 7200 } as const;
      const file = await client.files.create({ purpose: 'batch', file: await jsonl('{}'), expires_after });
      assert.equal(file.expires_at, file.created_at + 7200);
    });

    it('are listed page by page, without end or double', async () => {
      const made = new Set<string>();
      for (let count = 0; count < 5; count += 1) {
        made.add((await client.files.create({ purpose: 'batch', file: await jsonl('{}') })).id);
      }
      const listed: string[] = [];
      for await (const { id } of client.files.list({ limit: 2, purpose: 'batch' })) listed.push(id);
      assert.equal(new Set(listed).size, listed.length);
      for (const id of made) assert.ok(listed.includes(id));
      const [oldest] = (await client.files.list({ order: 'asc', limit: 1 })).data;
      assert.equal(oldest?.id, listed.at(-1));
    });

    it('are uploaded once for an Idempotency-Key, however large', async () => {
      const options = { headers: { 'Idempotency-Key': `large-${name}` } };
      const upload = async () =>
        client.files.create({ purpose: 'batch', file: await jsonl(chatLine('a', 'x'.repeat(5_000_000))) }, options);
      const [first, again] = [await upload(), await upload()];
      assert.deepEqual(again, first);
    });

    it('are deleted', async () => {
      const { id } = await client.files.create({ purpose: 'batch', file: await jsonl('{}') });
      assert.deepEqual(await client.files.delete(id), { id, object: 'file', deleted: true });
      await assert.rejects(client.files.retrieve(id), NotFoundError);
      await assert.rejects(client.files.content(id), NotFoundError);
    });

    it('fail for another purpose, in words that say which there is', async () => {
      await assert.rejects(
        client.files.create({ purpose: 'fine-tune', file: await jsonl('{}') }),
        (error) =>
          error instanceof BadRequestError && error.param === 'purpose' && /must be "batch"/.test(error.message),
      );
    });

    it('go to a URL of their own if they are larger than the gateway takes, and come back whole', async () => {
      const text = `${chatLine('a', 'x'.repeat(9_000_000))}\n${chatLine('b', 'y'.repeat(9_000_000))}\n`;
      const body = { filename: 'big.jsonl', purpose: 'batch', bytes: Buffer.byteLength(text) };
      const file = await readJson(await product.call('POST', '/v1/files', body));
      assert.equal(file.status, 'pending');
      await assert.rejects(client.files.content(file.id), ConflictError);
      await assert.rejects(client.batches.create({ ...CHAT, input_file_id: file.id }), ConflictError);
      assert.equal((await fetch(file.upload_url, { method: 'PUT', body: text })).status, 200);
      assert.equal((await client.files.retrieve(file.id)).status, 'processed');
      assert.equal(await (await client.files.content(file.id)).text(), text);
    });
  });

  describe(`batches with ${name}`, () => {
    it('run, and are answered by files', async () => {
      const file = await jsonl(
        chatLine('a', '[[say: one]]'),
        chatLine('b', '[[say: two]]', { n: 3 }),
        chatLine('c', '[[fail: 400]]'),
      );
      const { id: input_file_id } = await client.files.create({ purpose: 'batch', file });
      const made = await client.batches.create({ ...CHAT, input_file_id, metadata: { team: 'a' } });
      assert.deepEqual([made.object, made.status, made.metadata], ['batch', 'validating', { team: 'a' }]);
      const batch = await end(made);
      assert.deepEqual([batch.status, batch.errors], ['completed', null]);
      assert.deepEqual(batch.request_counts, { total: 3, completed: 1, failed: 2 });
      const [answer] = await read(batch.output_file_id);
      assert.deepEqual([answer.custom_id, answer.response.status_code, answer.error], ['a', 200, null]);
      assert.equal(answer.response.body.choices[0].message.content, '[stand-in model] one');
      assert.ok(answer.cost_usd > 0);
      const errors = await read(batch.error_file_id);
      assert.deepEqual(
        errors.map(({ custom_id, response: { status_code, body } }) => [
          custom_id,
          status_code,
          body.error.details.source,
        ]),
        [
          ['b', 400, 'gateway'],
          ['c', 400, 'upstream'],
        ],
      );
      assert.equal(batch.usage?.output_tokens, answer.response.body.usage.completion_tokens);
      const outputs = await client.files.list({ purpose: 'batch_output', limit: 2 });
      assert.deepEqual(new Set(outputs.data.map(({ id }) => id)), new Set([batch.output_file_id, batch.error_file_id]));
    });

    it('run requests of the newer API', async () => {
      const body = { model: 'haiku', input: '[[say: new]]', metadata: { profile: 'chat' } };
      const file = await jsonl(JSON.stringify({ custom_id: 'r', method: 'POST', url: '/v1/responses', body }));
      const { id: input_file_id } = await client.files.create({ purpose: 'batch', file });
      const batch = await end(
        await client.batches.create({ endpoint: '/v1/responses', completion_window: '24h', input_file_id }),
      );
      const [answer] = await read(batch.output_file_id);
      assert.equal(answer.response.body.output[0].content[0].text, '[stand-in model] new');
      assert.equal(batch.error_file_id, null);
    });

    it('fail as a whole for an input that is wrong, and say where', async () => {
      const file = await jsonl(chatLine('a', 'x'), chatLine('a', 'y'), '{"custom_id"');
      const { id: input_file_id } = await client.files.create({ purpose: 'batch', file });
      const batch = await end(await client.batches.create({ ...CHAT, input_file_id }));
      assert.equal(batch.status, 'failed');
      assert.deepEqual(
        batch.errors?.data?.map(({ code, line }) => [code, line]),
        [
          ['duplicate_custom_id', 2],
          ['invalid_json_line', 3],
        ],
      );
    });

    it('are canceled: what runs is stopped, and what waits never starts', async () => {
      const lines = Array.from({ length: 30 }, (_, index) => chatLine(`r${index}`, '[[chars: 20000]] [[delay: 20]]'));
      const { id: input_file_id } = await client.files.create({ purpose: 'batch', file: await jsonl(...lines) });
      const made = await client.batches.create({ ...CHAT, input_file_id });
      const before = product.model.calls.length;
      while (product.model.calls.length === before) await client.batches.retrieve(made.id);
      const canceling = await client.batches.cancel(made.id);
      assert.equal(canceling.status, 'cancelling');
      const batch = await end(canceling);
      assert.equal(batch.status, 'cancelled');
      assert.equal(batch.request_counts?.failed, 30);
      const errors = await read(batch.error_file_id);
      assert.deepEqual(new Set(errors.map(({ error }) => error.code)), new Set(['batch_cancelled']));
      // What was stopped had cost something already.
      const cost = errors.reduce((sum, { cost_usd }) => sum + cost_usd, 0);
      assert.ok(cost > 0);
      assert.ok(Math.abs(cost - (batch as unknown as { cost_usd: number }).cost_usd) < 1e-9);
    });

    it('are listed page by page, without end or double', async () => {
      const listed: string[] = [];
      for await (const { id } of client.batches.list({ limit: 2 })) listed.push(id);
      assert.ok(listed.length >= 4);
      assert.equal(new Set(listed).size, listed.length);
      assert.deepEqual(listed.toSorted().toReversed(), listed);
    });

    it('fail for what is not there', async () => {
      await assert.rejects(client.batches.retrieve('batch_none'), NotFoundError);
      await assert.rejects(client.batches.create({ ...CHAT, input_file_id: 'file_none' }), NotFoundError);
    });
  });
}
