import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { toBatchJson } from '#core/batches/batch-json.ts';
import { inputKey, resultsKey } from '#core/batches/batch-objects.ts';
import { cancelBatch } from '#core/batches/cancel-batch.ts';
import { deleteBatch } from '#core/batches/delete-batch.ts';
import { findBatch } from '#core/batches/find-batch.ts';
import { toMessageBatchJson } from '#core/batches/message-batch-json.ts';
import { stepBatch } from '#core/batches/step-batch.ts';
import { sweepBatches } from '#core/batches/sweep-batches.ts';
import { walkLines } from '#core/batches/walk-lines.ts';
import { fileKey } from '#core/files/stored-file.ts';
import { performWork } from '#core/queue/perform-work.ts';
import { parseSettings } from '#core/settings.ts';
import { workHandlers } from '#lambda/work-handlers.ts';
import { lineOf } from '#test/fakes/batches.ts';
import { errorEvent, HELLO, SOME_METRICS, STARTED } from '#test/fakes/run-events.ts';
import { chatLine, message, openBatches } from './open-batches.ts';

const { usage: USED } = SOME_METRICS;
const DAY_MS = 86_400_000;

const jsonOf = (batch: Parameters<typeof toMessageBatchJson>[0]) => toMessageBatchJson(batch, 'https://api.test');

describe('a batch of messages', () => {
  test('runs each request and keeps its result, in their order', async () => {
    const { ofMessages, work, get, linesOf, published, ports } = openBatches();
    const requests = Array.from({ length: 5 }, (_, index) => ({ custom_id: `r${index}`, params: message(`${index}`) }));
    const batch = await ofMessages(requests, { metadata: { a: 'b' }, webhook_url: 'https://hook.test' });
    assert.deepEqual([batch.status, batch.total], ['in_progress', 5]);
    assert.deepEqual(jsonOf(batch).request_counts, {
      processing: 5,
      succeeded: 0,
      errored: 0,
      canceled: 0,
      expired: 0,
    });
    await work();

    const ended = await get(batch);
    assert.deepEqual([ended.status, ended.costMicroUsd], ['completed', 5 * 163]);
    assert.equal(ended.usage?.outputTokens, 5 * USED.outputTokens);
    const json = jsonOf(ended);
    assert.equal(json.processing_status, 'ended');
    assert.deepEqual(json.request_counts, { processing: 0, succeeded: 5, errored: 0, canceled: 0, expired: 0 });
    assert.equal(json.results_url, `https://api.test/v1/messages/batches/${batch.id}/results`);
    assert.equal(json.cost_usd, 5 * 0.000163);

    const results = linesOf(resultsKey(batch.id));
    assert.deepEqual(
      results.map(({ custom_id }) => custom_id),
      ['r0', 'r1', 'r2', 'r3', 'r4'],
    );
    const [first] = results;
    assert.equal(first.result.type, 'succeeded');
    assert.deepEqual(first.result.message.content, [{ type: 'text', text: 'Hello, world' }]);
    assert.equal(first.result.message.usage.cache_read_input_tokens, USED.cacheReadInputTokens);
    assert.equal(first.cost_usd, 0.000163);

    assert.deepEqual(
      published.map(({ type, data }) => [type, data['id'], data['metadata']]),
      [['batch.completed', batch.id, { a: 'b' }]],
    );
    assert.equal(ended.checkAtMs, undefined);
    assert.equal(await ports.objects.sizeBytes(inputKey(batch.id)), undefined);
  });

  test('tells the error of a request that its API refuses, or that fails, and what a request did not get', async () => {
    const { ofMessages, work, get, linesOf } = openBatches(({ messages }) =>
      JSON.stringify(messages).includes('fail') ? [STARTED, errorEvent({ code: 'upstream_rejected' })] : HELLO,
    );
    const batch = await ofMessages([
      { custom_id: 'good', params: message('x', { service_tier: 'auto' }) },
      { custom_id: 'no-tokens', params: { ...message('x'), max_tokens: undefined } },
      { custom_id: 'no-model', params: message('x', { model: 'gpt' }) },
      { custom_id: 'stream', params: message('x', { stream: true }) },
      { custom_id: 'fails', params: message('fail') },
    ]);
    await work();
    const ended = await get(batch);
    assert.deepEqual(ended.counts, { succeeded: 1, errored: 4, canceled: 0, expired: 0 });
    assert.equal(ended.status, 'completed');
    const results = linesOf(resultsKey(batch.id));
    assert.deepEqual(results[0].ignored, ['service_tier']);
    const errors = results.slice(1).map(({ result }) => [result.type, result.error.type, result.error.error.code]);
    assert.deepEqual(errors, [
      ['errored', 'error', 'invalid_request'],
      ['errored', 'error', 'unknown_model'],
      ['errored', 'error', 'invalid_request'],
      ['errored', 'error', 'upstream_rejected'],
    ]);
    assert.match(results[1].result.error.error.message, /max_tokens/);
    assert.match(results[3].result.error.error.message, /stream: .*leave stream out/);
    // What failed after it had started has cost something.
    assert.deepEqual(
      results.map(({ cost_usd }) => cost_usd),
      [0.000163, 0, 0, 0, 0.000163],
    );
  });

  test('runs a request in the profile that its metadata selects, with as many tries as that has', async () => {
    const { ofMessages, work, runner, ports } = openBatches();
    const batch = await ofMessages([
      { custom_id: 'a', params: message('x', { metadata: { profile: 'agent' } }) },
      { custom_id: 'b', params: message('x') },
    ]);
    await work();
    assert.deepEqual(runner.requests.map(({ profile }) => profile).sort(), ['agent', 'chat']);
    const lines = await Array.fromAsync(ports.jobs.listLines(batch.tenantId, batch.id));
    assert.deepEqual(
      lines.map(({ maxAttempts }) => maxAttempts),
      [1, 3],
    );
  });

  test('may take as long, and cost as much, as a request that does not say', async () => {
    const { ofMessages, work, runner } = openBatches();
    await ofMessages([{ custom_id: 'a', params: message('x') }]);
    await work();
    const [request] = runner.requests;
    assert.deepEqual([request?.timeoutMs, request?.maxCostMicroUsd], [300_000, 5_000_000]);
  });

  test('of a file runs as one of requests does', async () => {
    const { ofMessageFile, work, get, linesOf } = openBatches();
    const batch = await ofMessageFile(JSON.stringify({ custom_id: 'a', params: message('x') }));
    await work();
    assert.equal(jsonOf(await get(batch)).request_counts.succeeded, 1);
    assert.equal(linesOf(resultsKey(batch.id))[0].result.type, 'succeeded');
  });

  test('of a file is checked when it is read', async () => {
    const { ofMessageFile, work, get } = openBatches();
    const batch = await ofMessageFile('{"custom_id":"a b","params":{}}\n{"custom_id":"c"}\n');
    await work();
    const json = jsonOf(await get(batch));
    assert.deepEqual([json.processing_status, json.results_url], ['ended', null]);
    assert.deepEqual(
      json.errors?.data.map(({ code, line, param }) => [code, line, param]),
      [
        ['invalid_line', 1, 'custom_id'],
        ['invalid_line', 2, 'params'],
      ],
    );
  });
});

describe('a batch of a file', () => {
  test('is answered by files of what succeeded and of the rest', async () => {
    const { ofFile, work, get, linesOf, ports, published } = openBatches();
    const text = [chatLine('a', 'x', { seed: 1 }), '', chatLine('b', 'y', { n: 2 }), chatLine('c', 'ü')].join('\r\n');
    const batch = await ofFile(text);
    assert.equal(toBatchJson(batch).status, 'validating');
    await work();
    const ended = await get(batch);
    const json = toBatchJson(ended);
    assert.equal(json.status, 'completed');
    assert.deepEqual(json.request_counts, { total: 3, completed: 2, failed: 1 });
    assert.deepEqual(json.usage, {
      input_tokens: 160,
      input_tokens_details: { cached_tokens: 60, cache_write_tokens: 80 },
      output_tokens: 40,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 200,
    });
    assert.equal(json.cost_usd, 2 * 0.000163);
    const [output, error] = [json.output_file_id ?? '', json.error_file_id ?? ''];
    const file = await ports.files.get(batch.tenantId, output);
    assert.deepEqual([file?.purpose, file?.filename], ['batch_output', `${batch.id}_output.jsonl`]);
    assert.equal(file?.bytes, await ports.objects.sizeBytes(fileKey(output)));

    const [a, c] = linesOf(fileKey(output));
    assert.deepEqual([a.custom_id, c.custom_id], ['a', 'c']);
    assert.match(a.id, /^batch_req_.*-0$/);
    assert.deepEqual([a.error, a.response.status_code], [null, 200]);
    assert.equal(a.response.body.choices[0].message.content, 'Hello, world');
    assert.deepEqual([a.ignored, c.ignored], [['seed'], undefined]);
    assert.equal(c.id.at(-1), '3');
    const [b] = linesOf(fileKey(error));
    assert.deepEqual([b.custom_id, b.error, b.response.status_code], ['b', null, 400]);
    assert.equal(b.response.body.error.type, 'invalid_request_error');
    assert.equal(published[0]?.type, 'batch.completed');
  });

  test('answers responses as well, as they were asked for', async () => {
    const { ofFile, work, get, linesOf } = openBatches();
    const line = { custom_id: 'a', method: 'POST', url: '/v1/responses' };
    const body = { model: 'haiku', input: 'Hi', instructions: 'Be brief.' };
    const batch = await ofFile(JSON.stringify({ ...line, body }), { endpoint: '/v1/responses' });
    await work();
    const { outputFileId = '', errorFileId, usage } = await get(batch);
    const [answer] = linesOf(fileKey(outputFileId));
    assert.equal(answer.response.body.object, 'response');
    assert.equal(answer.response.body.instructions, 'Be brief.');
    assert.equal(answer.response.body.output[0].content[0].text, 'Hello, world');
    assert.equal(errorFileId, undefined);
    assert.deepEqual(usage, USED);
  });

  test('whose lines all fail has no output file', async () => {
    const { ofFile, work, get } = openBatches();
    const batch = await ofFile(chatLine('a', 'x', { n: 2 }));
    await work();
    const json = toBatchJson(await get(batch));
    assert.equal(json.output_file_id, null);
    assert.ok(json.error_file_id);
    assert.equal(json.usage?.total_tokens, 0);
  });

  test('does not notice that its file is replaced or deleted once it was read', async () => {
    const { ofFile, step, work, get, ports, objects } = openBatches();
    const batch = await ofFile([chatLine('a', 'x'), chatLine('b', 'y')].join('\n'));
    await step();
    assert.equal((await get(batch)).status, 'in_progress');
    await objects.write(fileKey(batch.inputFileId ?? ''), new Blob(['{}']).stream());
    await ports.files.delete(batch.tenantId, batch.inputFileId ?? '');
    await work();
    assert.equal((await get(batch)).counts.succeeded, 2);
  });

  test('fails if its file was deleted before', async () => {
    const { ofFile, work, get, objects, published } = openBatches();
    const batch = await ofFile(chatLine('a', 'x'));
    await objects.delete(fileKey(batch.inputFileId ?? ''));
    await work();
    const json = toBatchJson(await get(batch));
    assert.deepEqual([json.status, json.errors?.data[0]?.code], ['failed', 'input_file_gone']);
    assert.ok(json.failed_at);
    assert.equal(published[0]?.type, 'batch.failed');
  });

  test('fails as a whole for what is wrong with a line, and runs none', async () => {
    const { ofFile, work, get, runner, ports } = openBatches([], { settings: parseSettings({ maxBatchLines: 4 }) });
    const lines = [chatLine('a', 'x'), '{', chatLine('a', 'y'), chatLine('b', 'z').replace('chat/completions', 'x')];
    const batch = await ofFile([...lines, chatLine('c', ''), chatLine('d', '')].join('\n'));
    await work();
    const json = toBatchJson(await get(batch));
    assert.deepEqual(
      json.errors?.data.map(({ code, line, param }) => [code, line, param]),
      [
        ['invalid_json_line', 2, null],
        ['duplicate_custom_id', 3, 'custom_id'],
        ['invalid_line', 4, 'url'],
        ['too_many_lines', null, null],
      ],
    );
    assert.deepEqual([json.output_file_id, json.error_file_id], [null, null]);
    assert.equal(runner.requests.length, 0);
    assert.deepEqual(await Array.fromAsync(ports.jobs.listLines(batch.tenantId, batch.id)), []);
  });
});

describe('a batch that is canceled', () => {
  const many = Array.from({ length: 500 }, (_, index) => ({ custom_id: `r${index}`, params: message('x') }));

  test('before its lines were made starts none of them, and tells so of each', async () => {
    const { ofMessages, work, get, linesOf, runner, ports, published } = openBatches();
    const batch = await ofMessages(many);
    const canceling = await cancelBatch(batch, ports);
    assert.equal(jsonOf(canceling).processing_status, 'canceling');
    assert.ok(jsonOf(canceling).cancel_initiated_at);
    assert.deepEqual(await cancelBatch(canceling, ports), canceling);
    await work();
    const ended = await get(batch);
    assert.deepEqual([ended.status, ended.counts.canceled], ['canceled', 500]);
    const results = linesOf(resultsKey(batch.id));
    assert.equal(results.length, 500);
    assert.deepEqual(results[499], { custom_id: 'r499', result: { type: 'canceled' }, cost_usd: 0 });
    assert.equal(runner.requests.length, 0);
    assert.equal(published[0]?.type, 'batch.canceled');
  });

  test('keeps what was answered before', async () => {
    const { ofMessages, step, work, get, ports, linesOf } = openBatches();
    const batch = await ofMessages(many.slice(0, 5));
    // The lines are made, and two of them run.
    for (let steps = 0; steps < 3; steps += 1) await step();
    await cancelBatch(await get(batch), ports);
    await work();
    const ended = await get(batch);
    assert.deepEqual(ended.counts, { succeeded: 2, errored: 0, canceled: 3, expired: 0 });
    const types = linesOf(resultsKey(batch.id)).map(({ result }) => result.type);
    assert.deepEqual(types, ['succeeded', 'succeeded', 'canceled', 'canceled', 'canceled']);
  });

  test('by OpenAI’s API has an error of its own for each line', async () => {
    const { ofFile, work, get, ports, linesOf } = openBatches();
    const batch = await ofFile(chatLine('a', 'x'));
    const canceling = await cancelBatch(batch, ports);
    assert.equal(toBatchJson(canceling).status, 'cancelling');
    await work();
    const json = toBatchJson(await get(batch));
    assert.deepEqual([json.status, json.output_file_id], ['cancelled', null]);
    assert.ok(json.cancelling_at && json.cancelled_at && json.cancelled_at >= json.cancelling_at);
    const [line] = linesOf(fileKey(json.error_file_id ?? ''));
    assert.deepEqual([line.response, line.error.code], [null, 'batch_cancelled']);
  });

  test('while it is finalized or has ended stays as it is', async () => {
    const { ofMessages, work, get, ports, queue } = openBatches();
    const batch = await ofMessages(many.slice(0, 1));
    await work();
    const ended = await get(batch);
    assert.deepEqual(await cancelBatch(ended, ports), ended);
    assert.deepEqual(queue.sent, []);
  });

  test('while its lines are made stops them all, whoever was faster', async () => {
    const { ofMessages, get, ports, runner, queue, work } = openBatches();
    const batch = await ofMessages(many);
    let creations = 0;
    const jobs = {
      ...ports.jobs,
      create: async (...args: Parameters<typeof ports.jobs.create>) => {
        creations += 1;
        if (creations === 250) await cancelBatch(await get(batch), ports);
        return ports.jobs.create(...args);
      },
    };
    assert.deepEqual(await walkLines(batch, { ...ports, jobs }), { kind: 'again', afterSeconds: 0 });
    assert.ok(queue.sent.length > 200);
    await work();
    const ended = await get(batch);
    assert.equal(ended.counts.canceled + ended.counts.succeeded, 500);
    assert.ok(ended.counts.canceled >= 300);
    assert.equal(runner.requests.length, ended.counts.succeeded);
  });
});

describe('a batch whose time is over', () => {
  test('expires: lines that wait do not start, and what was answered is kept', async () => {
    const { ofMessages, step, work, get, clock, queue, ports, linesOf, published } = openBatches();
    const batch = await ofMessages([
      { custom_id: 'a', params: message('x') },
      { custom_id: 'b', params: message('y') },
    ]);
    await step();
    await step();
    queue.sent.splice(0);
    clock.advance(DAY_MS + 1);
    assert.equal(await sweepBatches(ports, clock()), 1);
    await work();
    const ended = await get(batch);
    assert.deepEqual(ended.counts, { succeeded: 1, errored: 0, canceled: 0, expired: 1 });
    assert.equal(ended.status, 'expired');
    assert.equal(jsonOf(ended).processing_status, 'ended');
    assert.deepEqual(linesOf(resultsKey(batch.id))[1].result, { type: 'expired' });
    assert.equal(published[0]?.type, 'batch.expired');
  });

  test('may still be canceled, which stops the lines that run', async () => {
    const { ofMessages, step, work, get, clock, ports, runner } = openBatches([STARTED]);
    const batch = await ofMessages(['a', 'b'].map((custom_id) => ({ custom_id, params: message('x') })));
    await step();
    const running = step();
    while (runner.requests.length === 0) await setImmediate();
    clock.advance(DAY_MS + 1);
    await sweepBatches(ports, clock());
    await work();
    const expiring = await get(batch);
    assert.deepEqual([expiring.stop, expiring.status, expiring.counts.expired], ['expired', 'in_progress', 1]);
    const canceling = await cancelBatch(expiring, ports);
    assert.equal(jsonOf(canceling).processing_status, 'canceling');
    await running;
    await work();
    const { status, counts } = await get(batch);
    assert.deepEqual([status, counts], ['canceled', { succeeded: 0, errored: 0, canceled: 1, expired: 1 }]);
  });

  test('is told as expired also if its lines expired by themselves', async () => {
    const { ofFile, step, work, get, clock, linesOf } = openBatches();
    const batch = await ofFile(chatLine('a', 'x'));
    await step();
    await step();
    clock.advance(DAY_MS + 1);
    await work();
    const json = toBatchJson(await get(batch));
    assert.ok(json.status === 'expired' && json.expired_at);
    const [line] = linesOf(fileKey(json.error_file_id ?? ''));
    assert.deepEqual([line.response, line.error.code], [null, 'batch_expired']);
  });
});

describe('a batch that is deleted', () => {
  test('is gone at once, and then all that was kept of it', async () => {
    const { ofMessages, work, get, ports, objects } = openBatches();
    const batch = await ofMessages([{ custom_id: 'a', params: message('x') }]);
    await work();
    const [line] = await Array.fromAsync(ports.jobs.listLines(batch.tenantId, batch.id));
    const promptId = line?.promptId ?? '';
    assert.ok(await ports.prompts.get(batch.tenantId, promptId));
    await deleteBatch(await get(batch), ports);
    const { tenantId, id, dialect } = batch;
    await assert.rejects(findBatch({ tenantId, id, dialect }, ports), { code: 'not_found' });
    assert.deepEqual((await ports.batches.list(tenantId, { limit: 5, dialect })).items, []);
    await work();
    assert.equal(objects.objects.size, 0);
    assert.equal(await ports.batches.get(tenantId, id), undefined);
    assert.deepEqual(await Array.fromAsync(ports.jobs.listLines(tenantId, id)), []);
    assert.equal(await ports.prompts.get(tenantId, promptId), undefined);
  });

  test('fails while it has not ended', async () => {
    const { ofMessages, step, ports, get } = openBatches();
    const batch = await ofMessages([{ custom_id: 'a', params: message('x') }]);
    await assert.rejects(deleteBatch(batch, ports), { code: 'conflict' });
    await step();
    await assert.rejects(deleteBatch(await get(batch), ports), { code: 'conflict' });
  });

  test('before webhooks were told of its end tells them first', async () => {
    const { ofMessages, get, ports, published, work } = openBatches();
    const batch = await ofMessages([{ custom_id: 'a', params: message('x') }]);
    const publishEvent = () => Promise.reject(new Error('no webhooks'));
    await assert.rejects(work({ ...ports, publishEvent }), /no webhooks/);
    assert.equal((await get(batch)).status, 'completed');
    await deleteBatch(await get(batch), ports);
    assert.deepEqual(
      published.map(({ type }) => type),
      ['batch.completed'],
    );
    await work();
    assert.equal(published.length, 1);
  });
});

describe('work on a batch', () => {
  test('goes on in another message after five minutes, where it was', async () => {
    const { ofMessages, ports, clock, get, queue, step, work } = openBatches();
    const requests = Array.from({ length: 1_000 }, (_, index) => ({ custom_id: `r${index}`, params: message('x') }));
    const batch = await ofMessages(requests);
    const jobs = {
      ...ports.jobs,
      create: async (...args: Parameters<typeof ports.jobs.create>) => {
        clock.advance(1_000);
        return ports.jobs.create(...args);
      },
    };
    await step({ ...ports, jobs });
    const { next } = await get(batch);
    assert.equal(next?.line, 400);
    assert.deepEqual(queue.sent.at(-1)?.message, { kind: 'batch', tenantId: batch.tenantId, batchId: batch.id });
    await work();
    assert.equal((await get(batch)).counts.succeeded, 1_000);
  });

  test('is done again without effect, whatever the message', async () => {
    const { ofMessages, ports, get, queue, published, runner, linesOf } = openBatches();
    const batch = await ofMessages([{ custom_id: 'a', params: message('x') }]);
    const handlers = workHandlers(ports);
    for (let next = queue.sent.shift(); next; next = queue.sent.shift()) {
      await performWork(next.message, handlers, queue);
      const waiting = [...queue.sent];
      await performWork(next.message, handlers, queue);
      await stepBatch({ tenantId: batch.tenantId, batchId: batch.id }, ports);
      // What both have sent is the same.
      queue.sent.splice(waiting.length);
      if (waiting.length === 0 && (await get(batch)).checkAtMs !== undefined) {
        await queue.send([{ kind: 'batch', tenantId: batch.tenantId, batchId: batch.id }]);
      }
    }
    assert.equal((await get(batch)).counts.succeeded, 1);
    assert.equal(runner.requests.length, 1);
    assert.equal(linesOf(resultsKey(batch.id)).length, 1);
    assert.equal(published.length, 1);
  });

  test('waits for a line that was counted before it had ended', async () => {
    const { ofMessages, ports, get, step, work, queue } = openBatches();
    const batch = await ofMessages([{ custom_id: 'a', params: message('x') }]);
    await step();
    await ports.batches.countLine(lineOf(batch, 0));
    const [ofLine] = queue.sent.splice(0);
    await queue.send([{ kind: 'batch', tenantId: batch.tenantId, batchId: batch.id }]);
    await step();
    assert.equal((await get(batch)).status, 'finalizing');
    assert.equal(queue.sent.at(-1)?.delaySeconds, 30);
    queue.sent.unshift(ofLine ?? assert.fail());
    await work();
    assert.equal((await get(batch)).counts.succeeded, 1);
  });

  test('on its results is done by one of those who were told, and by another if that fails', async () => {
    const { ofMessages, ports, get, work, queue, objects } = openBatches();
    const batch = await ofMessages([{ custom_id: 'a', params: message('x') }]);
    const told = { tenantId: batch.tenantId, batchId: batch.id };
    let writes = 0;
    const write = async (...args: Parameters<typeof objects.write>) => {
      writes += 1;
      for (let count = 0; count < 3; count += 1) assert.deepEqual(await stepBatch(told, ports), { kind: 'done' });
      if (writes === 1) throw new Error('no room');
      await objects.write(...args);
    };
    const clumsy = { ...ports, objects: { ...objects, write } };
    await assert.rejects(work(clumsy), /no room/);
    assert.equal((await get(batch)).status, 'finalizing');
    // SQS gives it again.
    await queue.send([{ kind: 'batch', ...told }]);
    await work(clumsy);
    assert.deepEqual([(await get(batch)).status, writes], ['completed', 2]);
  });

  test('is nothing for a batch that is not there', async () => {
    const { ports, queue, work } = openBatches();
    await queue.send([{ kind: 'batch', tenantId: 'tenant-1', batchId: 'batch_none' }]);
    await work();
    assert.deepEqual(await Array.fromAsync(ports.batches.listOpen(Number.POSITIVE_INFINITY)), []);
  });
});
