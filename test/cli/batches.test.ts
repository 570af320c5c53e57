import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { z } from 'zod';
import type { BatchJson } from '#core/batches/batch-json.ts';
import { temporaryFolder } from '#test/local/temporary-folder.ts';
import { openProduct } from '#test/product/open-product.ts';
import { batchEnd } from '#test/product/run-batch.ts';
import { openCommandLine } from './command-line.ts';

type Batch = z.infer<typeof BatchJson>;

const dataDir = await temporaryFolder({ after });
const product = await openProduct({ after }, { dataDir, poolAgentSize: 0 });
const { run, json, configFolder } = await openCommandLine({ after });
const hc = (...words: readonly string[]) => run(['--data-dir', dataDir, 'batches', ...words]);
const hcJson = <T>(...words: readonly string[]) => json<T>(['--data-dir', dataDir, 'batches', ...words]);

const lineOf = (id: string, content: string): string =>
  JSON.stringify({
    ...{ custom_id: id, method: 'POST', url: '/v1/chat/completions' },
    body: { model: 'haiku', messages: [{ role: 'user', content }] },
  });

/** Writes a file of requests into the folder that commands run in. */
const write = async (name: string, ...lines: readonly string[]): Promise<string> => {
  await writeFile(join(configFolder, name), `${lines.join('\n')}\n`);
  return name;
};

describe('batches', () => {
  it('are submitted from a file, listed, and tell what came of each line', async () => {
    const file = await write('requests.jsonl', lineOf('good', '[[say: hello]]'), lineOf('bad', '[[fail: 400]]'));
    const { stdout, stderr } = await hc('submit', file);
    const id = stdout.trim();
    assert.match(id, /^batch_\w+$/);
    assert.match(stderr, new RegExp(`batches show ${id}" shows how far it is`));
    await batchEnd(product, `/v1/batches/${id}`);

    const batch = await hcJson<Batch>('show', id);
    assert.deepEqual(batch.request_counts, { total: 2, completed: 1, failed: 1 });
    assert.match((await hc('show', id)).stdout, /^status +completed$.*^created_at +\d{4}-\d\d-\d\d /ms);
    const row = `^${id} +completed +/v1/chat/completions +\\d{4}-\\S+ \\S+ +2 +1 +1 +\\$0\\.\\d+$`;
    assert.match((await hc('list')).stdout, new RegExp(row, 'm'));

    const results = (await hc('results', id)).stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      results.map(({ custom_id }) => custom_id),
      ['good', 'bad'],
    );
    assert.match(results[0].response.body.choices[0].message.content, /hello$/);
  });

  it('are canceled', async () => {
    const slow = Array.from({ length: 20 }, (_, index) => lineOf(`${index}`, '[[chars: 4000]] [[delay: 50]]'));
    const id = (await hc('submit', await write('slow.jsonl', ...slow))).stdout.trim();
    assert.match((await hcJson<Batch>('cancel', id)).status, /^cancel(ling|led)$/);
    assert.equal((await batchEnd(product, `/v1/batches/${id}`)).status, 'cancelled');
  });

  it('fail with each line that is wrong', async () => {
    const id = (await hc('submit', await write('wrong.jsonl', lineOf('1', 'Hi'), '{"custom_id": 2}'))).stdout.trim();
    await batchEnd(product, `/v1/batches/${id}`);
    const { exitCode, stderr } = await hc('results', id);
    assert.equal(exitCode, 1);
    assert.match(stderr, /error: The batch is failed: there are no results\.\n {2}line 2: /);
    assert.match((await hc('show', id)).stdout, /^line 2: /m);
  });

  it('fail with what to do when there is no such file, batch, or request in it', async () => {
    assert.equal((await hc('submit', 'none.jsonl')).exitCode, 1);
    assert.equal((await hc('show', 'batch_none')).exitCode, 5);
    for (const line of ['not JSON', '{"custom_id":"1","params":{}}', '']) {
      const { exitCode, stderr } = await hc('submit', await write('other.jsonl', line));
      assert.equal(exitCode, 2, line);
      assert.match(stderr, /Each line must be like/);
    }
  });
});
