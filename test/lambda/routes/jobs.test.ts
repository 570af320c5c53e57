import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { ApiKeyStore } from '#core/auth/api-key-store.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import { newApiKey } from '#test/fakes/api-keys.ts';
import { ALICE } from '#test/fakes/fake-ports.ts';
import { createJobPorts } from '#test/fakes/job-ports.ts';
import { createMemoryApiKeyStore } from '#test/fakes/memory-api-key-store.ts';
import type { FakeRequest } from '#test/fakes/proxy-event.ts';
import { readSse } from '#test/fakes/read-sse.ts';
import { errorEvent, HELLO, STARTED } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';
import { createTestApi, STRANGER } from '#test/fakes/test-api.ts';

const KEY = { headers: { 'Idempotency-Key': 'once-1' } };
const CHAT = { prompt: 'Hi', model: 'claude-haiku-4-5', profile: 'chat' };

interface World {
  /** Whether workers do their work while a caller waits: otherwise only when `workOff` is called. */
  readonly isWorking?: boolean;
  readonly apiKeys?: ApiKeyStore;
}

/** The api function, and workers. Whoever waits lets time pass. */
const start = async (events: readonly RunEvent[] = HELLO, { isWorking = false, apiKeys }: World = {}) => {
  const runner = createScriptedRunner(events);
  const world = await createJobPorts(runner);
  const sleep = async (durationMs: number) => {
    await setImmediate();
    world.clock.advance(durationMs);
    if (isWorking) await world.workOff();
  };
  const { call, ask } = createTestApi(events, { ...world.ports, sleep, ...(apiKeys && { apiKeys }) });
  const callJob = (method: string, id: string, request: FakeRequest = {}, action = '') =>
    call(method, `/v1/jobs/{id}${action}`, { path: `/v1/jobs/${id}${action}`, pathParameters: { id }, ...request });
  return {
    ...{ ...world, runner, call, ask },
    submit: (body: object = {}, request: FakeRequest = {}) =>
      call('POST', '/v1/jobs', { body: { ...CHAT, ...body }, ...request }),
    read: (id: string, request?: FakeRequest) => callJob('GET', id, request),
    follow: (id: string, request?: FakeRequest) => callJob('GET', id, request, '/events'),
    cancel: (id: string, request?: FakeRequest) => callJob('POST', id, request, '/cancel'),
    remove: (id: string, request?: FakeRequest) => callJob('DELETE', id, request),
  };
};

const HOST = { host: 'api.example.com', 'x-forwarded-proto': 'https' };

describe('POST /v1/jobs', () => {
  test('answers at once with the job, and says where its answer will be', async () => {
    const { submit, runner } = await start();
    const { status, headers, json } = await submit({ metadata: { a: 'b' } }, { headers: HOST });
    assert.equal(status, 202);
    assert.deepEqual(
      [headers['location'], headers['retry-after'], headers['headless-claude-job-id']],
      ['https://api.example.com/v1/jobs/job_000001', '2', 'job_000001'],
    );
    const { id, object, prompt, attempts, max_attempts, request_id, metadata } = json;
    assert.deepEqual(
      [id, object, json.status, prompt, attempts, max_attempts, request_id, metadata],
      [...['job_000001', 'job', 'queued', null, 0, 3, 'request-1', { a: 'b' }]],
    );
    assert.deepEqual(runner.requests, []);
  });

  test('with an Idempotency-Key answers the same again, and there is one job', async () => {
    const { submit, call, queue } = await start();
    const request = { headers: { ...KEY.headers, ...HOST } };
    const first = await submit({}, request);
    const second = await submit({}, request);
    assert.deepEqual([second.status, second.json], [202, first.json]);
    for (const name of ['location', 'retry-after', 'headless-claude-job-id']) {
      assert.equal(second.headers[name], first.headers[name], name);
    }
    assert.equal(second.headers['idempotent-replayed'], 'true');
    assert.deepEqual([queue.sent.length, (await call('GET', '/v1/jobs')).json.data.length], [1, 1]);
  });

  test('fails while the queue cannot be reached, leaves nothing, and may be sent again', async () => {
    const { submit, call, ports, queue } = await start();
    const send = async () => {
      throw new ServiceError('unavailable', 'The queue cannot be reached.', { retryAfterSeconds: 2 });
    };
    const unreachable = createTestApi(HELLO, { ...ports, queue: { send } });
    const { status, headers } = await unreachable.call('POST', '/v1/jobs', { body: CHAT, ...KEY });
    assert.deepEqual([status, headers['retry-after']], [503, '2']);
    assert.deepEqual((await call('GET', '/v1/jobs')).json.data, []);
    assert.equal((await submit({}, KEY)).status, 202);
    assert.equal(queue.sent.length, 1);
  });

  for (const [body, pointer] of [
    [{ store: false }, '/store'],
    [{ max_attempts: 6 }, '/max_attempts'],
    [{ webhook_url: 'not a URL' }, '/webhook_url'],
    [{ prompt: ' ' }, '/prompt'],
    [{ timeout_seconds: 99_999 }, '/timeout_seconds'],
  ] as const) {
    test(`fails for ${JSON.stringify(body)}, and says where it is wrong`, async () => {
      const { submit, queue } = await start();
      const { status, json } = await submit(body);
      assert.deepEqual([status, json.errors[0]?.pointer, queue.sent], [400, pointer, []]);
    });
  }

  test('fails for a stream: its events are elsewhere', async () => {
    const { submit } = await start();
    const { status, json } = await submit({ stream: true });
    assert.deepEqual([status, json.code], [400, 'invalid_request']);
  });
});

describe('GET /v1/jobs/{id}', () => {
  test('answers with the prompt and its answer once there is one', async () => {
    const { submit, read, workOff } = await start();
    const { json } = await submit();
    assert.deepEqual((await read(json.id)).json, json);
    await workOff();
    const { status, json: done } = await read(json.id);
    assert.deepEqual(
      [status, done.status, done.prompt.response, done.prompt_id, done.cost_usd],
      [200, 'completed', 'Hello, world', done.prompt.id, 0.000163],
    );
  });

  test('waits for the end as long as it is asked to, and not longer', async () => {
    const { submit, read, clock } = await start();
    const { id } = (await submit()).json;
    const startMs = clock();
    assert.equal((await read(id, { query: { wait: '5' } })).json.status, 'queued');
    assert.equal(clock() - startMs, 5_000);
  });

  test('tells the answer as soon as it is there to whoever waits', async () => {
    const { submit, read, clock } = await start(HELLO, { isWorking: true });
    const { id } = (await submit()).json;
    const startMs = clock();
    const { json } = await read(id, { query: { wait: '25' } });
    assert.deepEqual([json.status, json.prompt.response], ['completed', 'Hello, world']);
    assert.ok(clock() - startMs < 1_000);
  });

  for (const wait of ['26', '-1', '1.5', 'long']) {
    test(`fails for wait=${wait}`, async () => {
      const { submit, read } = await start();
      const { id } = (await submit()).json;
      assert.equal((await read(id, { query: { wait } })).status, 400);
    });
  }

  test('fails for the id of another tenant as for one that there is not, as all that is done to a job does', async () => {
    const { submit, read, follow, cancel, remove } = await start();
    const { id } = (await submit()).json;
    for (const attempt of [read, follow, cancel, remove]) {
      const foreign = await attempt(id, { caller: STRANGER });
      const absent = await attempt('job_000009');
      assert.deepEqual([foreign.status, foreign.json.code, absent.status], [404, 'not_found', 404]);
      assert.equal(foreign.text.replaceAll(id, ''), absent.text.replaceAll('job_000009', ''));
    }
    assert.equal((await read(id)).json.status, 'queued');
  });
});

describe('GET /v1/jobs', () => {
  test('lists the own jobs, newest first, page by page, of a status if asked', async () => {
    const { submit, call, cancel } = await start();
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.unshift((await submit()).json.id);
    await submit({}, { caller: STRANGER });
    await cancel(ids[1] ?? '');
    const list = async (query: Record<string, string> = {}) => (await call('GET', '/v1/jobs', { query })).json;
    const idsOf = ({ data }: { data: readonly { id: string }[] }) => data.map(({ id }) => id);
    const all = await list();
    assert.deepEqual([idsOf(all), all.object, all.has_more, 'prompt' in all.data[0]], [ids, 'list', false, false]);
    const first = await list({ limit: '2' });
    assert.deepEqual([idsOf(first), first.has_more], [ids.slice(0, 2), true]);
    assert.deepEqual(idsOf(await list({ limit: '2', after: first.last_id })), ids.slice(2));
    assert.deepEqual(idsOf(await list({ status: 'canceled' })), [ids[1]]);
    assert.deepEqual(idsOf(await list({ status: 'failed' })), []);
  });

  test('fails for a status that there is not', async () => {
    const { call } = await start();
    assert.equal((await call('GET', '/v1/jobs', { query: { status: 'running' } })).status, 400);
  });
});

describe('GET /v1/jobs/{id}/events', () => {
  const ended = async () => {
    const api = await start();
    const { id } = (await api.submit()).json;
    await api.workOff();
    const all = await readSse((await api.follow(id)).text);
    return { ...api, id, all, last: all.at(-1)?.id ?? '' };
  };

  test('answers with server-sent events, to the end of the job', async () => {
    const { follow, id, all } = await ended();
    const { status, headers, text } = await follow(id);
    assert.deepEqual([status, headers['content-type']], [200, 'text/event-stream; charset=utf-8']);
    assert.match(text, /^retry: 3000\n\nid: 1\n/);
    const names = all.map(({ event }) => event);
    assert.deepEqual([names[0], ...names.slice(-2)], ['run.started', 'run.completed', 'job.completed']);
  });

  test('follows a job while it waits and runs', async () => {
    const { submit, follow } = await start(HELLO, { isWorking: true });
    const { id } = (await submit()).json;
    const events = await readSse((await follow(id)).text);
    assert.deepEqual([events[0]?.event, events.at(-1)?.event], ['run.started', 'job.completed']);
  });

  test('ends when its reader would not be let in any more', async () => {
    const apiKeys = createMemoryApiKeyStore();
    const { submit, follow, repetitions, clock } = await start(HELLO, { apiKeys });
    const { record: key } = newApiKey({ id: 'key_reader', tenantId: ALICE.tenantId });
    await apiKeys.create(key);
    const { id } = (await submit()).json;
    const startMs = clock();
    const following = follow(id, { caller: { ...ALICE, id: key.id } });
    while (repetitions.length === 0) await setImmediate();
    const [watch] = repetitions;
    await watch?.tick();
    await apiKeys.replace({ ...key, revokedAtMs: 1 });
    await watch?.tick();
    assert.deepEqual(await readSse((await following).text), []);
    assert.ok(clock() - startMs < 14 * 60_000, 'it ended before its time');
    assert.equal(watch?.isCleared, true);
  });

  test('goes on after the event that its reader saw last', async () => {
    const { follow, id, all } = await ended();
    assert.deepEqual(await readSse((await follow(id, { headers: { 'Last-Event-ID': '2' } })).text), all.slice(2));
    assert.deepEqual(await readSse((await follow(id, { query: { after: '3' } })).text), all.slice(3));
    assert.deepEqual(await readSse((await follow(id, { headers: { 'last-event-id': '' } })).text), all);
    const both = { headers: { 'last-event-id': '1' }, query: { after: '4' } };
    assert.deepEqual(await readSse((await follow(id, both)).text), all.slice(4));
  });

  test('answers with nothing whoever has seen the last, so that an EventSource stops', async () => {
    const { follow, id, last } = await ended();
    const { status, text } = await follow(id, { headers: { 'last-event-id': last } });
    assert.deepEqual([status, text], [204, '']);
  });

  test('answers with the end of a job that never ran, once', async () => {
    const { submit, cancel, follow } = await start();
    const { id } = (await submit()).json;
    await cancel(id);
    const [event, ...others] = await readSse((await follow(id)).text);
    assert.deepEqual([event?.id, event?.event, others], ['1', 'job.canceled', []]);
    assert.equal((await follow(id, { headers: { 'last-event-id': '1' } })).status, 204);
  });

  for (const request of [
    { headers: { 'last-event-id': 'x' } },
    { headers: { 'last-event-id': '-1' } },
    { query: { after: 'x' } },
  ]) {
    test(`fails for ${JSON.stringify(request)}`, async () => {
      const { follow, id } = await ended();
      const { status, json } = await follow(id, request as FakeRequest);
      assert.deepEqual([status, json.code], [400, 'invalid_request']);
    });
  }
});

describe('POST /v1/jobs/{id}/cancel', () => {
  test('cancels a job that waits, which may be repeated', async () => {
    const { submit, cancel, workOff, runner } = await start();
    const { id } = (await submit()).json;
    const { status, json } = await cancel(id);
    assert.deepEqual([status, json.status, json.finished_at !== null], [200, 'canceled', true]);
    assert.deepEqual((await cancel(id)).json, json);
    await workOff();
    assert.deepEqual(runner.requests, []);
  });

  test('leaves a job that has ended as it is', async () => {
    const { submit, cancel, workOff } = await start();
    const { id } = (await submit()).json;
    await workOff();
    const { json } = await cancel(id);
    assert.deepEqual([json.status, json.prompt.response], ['completed', 'Hello, world']);
  });
});

describe('DELETE /v1/jobs/{id}', () => {
  test('deletes a job that has ended, once, and its prompt', async () => {
    const { submit, read, remove, workOff, call } = await start();
    const { id } = (await submit()).json;
    assert.deepEqual([(await remove(id)).status, (await remove(id)).json.code], [409, 'conflict']);
    await workOff();
    const { status, json } = await remove(id);
    assert.deepEqual([status, json], [200, { id, object: 'job', deleted: true }]);
    assert.deepEqual([(await read(id)).status, (await remove(id)).status], [404, 404]);
    assert.deepEqual((await call('GET', '/v1/prompts')).json.data, []);
  });
});

describe('POST /v1/prompts with the header Prefer', () => {
  const prefer = (value: string, more: Record<string, string> = {}) => ({
    headers: { Prefer: value, ...HOST, ...more },
  });

  test('respond-async answers with a job', async () => {
    const { ask, read, workOff } = await start();
    const { status, headers, json } = await ask({ profile: 'chat' }, prefer('respond-async'));
    assert.deepEqual(
      [status, headers['preference-applied'], headers['location'], json.object],
      [202, 'respond-async', 'https://api.example.com/v1/jobs/job_000001', 'job'],
    );
    await workOff();
    assert.equal((await read(json.id)).json.prompt.response, 'Hello, world');
  });

  test('wait answers with the prompt if its answer is there in time', async () => {
    const { ask } = await start(HELLO, { isWorking: true });
    const { status, headers, json } = await ask({}, prefer('wait=20'));
    assert.deepEqual([status, json.object, json.response], [200, 'prompt', 'Hello, world']);
    assert.deepEqual(
      ['preference-applied', 'headless-claude-prompt-id', 'headless-claude-job-id'].map((name) => headers[name]),
      ['wait=20', json.id, 'job_000001'],
    );
    assert.deepEqual([headers['headless-claude-cost-usd'], headers['location']], ['0.000163', undefined]);
  });

  test('wait answers with a job if that takes longer', async () => {
    const { ask, clock } = await start();
    const startMs = clock();
    const { status, headers, json } = await ask({}, prefer('wait=5'));
    assert.deepEqual([status, headers['preference-applied'], json.status], [202, 'wait=5', 'queued']);
    assert.equal(clock() - startMs, 5_000);
  });

  test('wait answers with the error if the run fails in time', async () => {
    const failing = [STARTED, errorEvent({ code: 'cli_failed', source: 'cli', message: 'Why.' })];
    const { ask } = await start(failing, { isWorking: true });
    const { status, headers, json } = await ask({ profile: 'chat' }, prefer('wait=20'));
    assert.deepEqual([status, json.code, json.detail, json.error.details.source], [500, 'cli_failed', 'Why.', 'cli']);
    assert.deepEqual(
      [headers['headless-claude-job-id'], headers['headless-claude-prompt-id'] === undefined],
      ['job_000001', false],
    );
  });

  test('wait tells whoever canceled it meanwhile', async () => {
    const { ask, cancel } = await start();
    const [{ status, json }] = await Promise.all([
      ask({}, prefer('wait=20')),
      setImmediate().then(() => cancel('job_000001')),
    ]);
    assert.deepEqual([status, json.code], [499, 'canceled']);
  });

  test('with an Idempotency-Key answers the same again, and runs once', async () => {
    for (const value of ['respond-async', 'wait=20']) {
      const { ask, workOff, runner } = await start(HELLO, { isWorking: true });
      const request = prefer(value, KEY.headers);
      const first = await ask({ profile: 'chat' }, request);
      const second = await ask({ profile: 'chat' }, request);
      await workOff();
      assert.deepEqual([second.status, second.json], [first.status, first.json]);
      for (const name of ['location', 'preference-applied', 'headless-claude-job-id']) {
        assert.equal(second.headers[name], first.headers[name], `${name} of ${value}`);
      }
      assert.equal(runner.requests.length, 1);
    }
  });

  test('that is not known is ignored', async () => {
    const { ask, queue } = await start();
    const { status, headers, json } = await ask({}, prefer('return=minimal'));
    assert.deepEqual(
      [status, json.response, headers['preference-applied'], queue.sent],
      [200, 'Hello, world', undefined, []],
    );
  });

  for (const [body, value] of [
    [{ stream: true }, 'respond-async'],
    [{ store: false }, 'respond-async'],
    [{}, 'wait=soon'],
  ] as const) {
    test(`fails for ${JSON.stringify(body)} with ${value}, and queues nothing`, async () => {
      const { ask, queue } = await start();
      const { status, json } = await ask(body, prefer(value));
      assert.deepEqual([status, json.code, queue.sent], [400, 'invalid_request', []]);
    });
  }
});

test('a script in a browser may read where a job is', async () => {
  const { submit } = await start();
  const exposed = (await submit()).headers['access-control-expose-headers']?.split(', ') ?? [];
  for (const name of ['location', 'retry-after', 'preference-applied', 'headless-claude-job-id']) {
    assert.ok(exposed.includes(name), name);
  }
});
