import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { after, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { parseSettings } from '#core/settings.ts';
import { openProduct } from './open-product.ts';
import { readEvents } from './read-events.ts';
import { readJson } from './read-json.ts';

/** The command lines of all processes of this machine. */
const runningCommands = async (): Promise<readonly string[]> => {
  const processIds = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(processIds.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
};

const product = await openProduct(
  { after },
  { settings: parseSettings({ stallTimeoutSeconds: 2, maxPromptChars: 1000 }) },
);

describe('what goes wrong behind the front door', () => {
  const ask = async (body: object) => {
    const response = await product.call('POST', '/v1/prompts', { model: 'haiku', profile: 'chat', ...body });
    return { response, json: await readJson(response) };
  };

  const FAILURES: readonly (readonly [what: string, prompt: string, status: number, code: string])[] = [
    ['the provider refuses the credential', '[[fail: 401]]', 502, 'upstream_authentication_failed'],
    ['the provider limits the rate', '[[fail: 429 retry-after=1]]', 429, 'upstream_rate_limited'],
    ['the provider is overloaded', '[[fail: 529]]', 529, 'upstream_overloaded'],
    ['the provider fails', '[[fail: 500]]', 502, 'upstream_error'],
    ['the model never answers', '[[hang]]', 504, 'upstream_stalled'],
    ['the model stops halfway', '[[stall]]', 504, 'upstream_stalled'],
  ];
  // These mostly wait.
  describe('at the provider', { concurrency: 3 }, () => {
    for (const [what, prompt, status, code] of FAILURES) {
      it(`fails with ${status} ${code} when ${what}, and keeps a record of it`, async () => {
        const { response, json } = await ask({ prompt });
        assert.equal(json.code, code);
        assert.equal(response.status, status);
        assert.equal(json.error.code, code);
        const id = response.headers.get('headless-claude-prompt-id');
        const kept = await readJson(await product.call('GET', `/v1/prompts/${id}`));
        assert.equal(kept.status, 'failed');
        assert.equal(kept.error.code, code);
      });
    }
  });

  it('recovers by itself when the provider is overloaded once', async () => {
    const { json } = await ask({ prompt: '[[fail: 529 times=1]] [[say: at last]]' });
    assert.equal(json.response, '[stand-in model] at last');
  });

  it('keeps the answer so far when a limit of the request or the model ends it', async () => {
    const turns = await ask({ profile: 'agent', prompt: '[[bash: echo x]] [[turns: 5]]', max_turns: 2 });
    assert.deepEqual(
      [turns.response.status, turns.json.status, turns.json.stop_reason],
      [200, 'incomplete', 'max_turns'],
    );
    const cost = await ask({
      profile: 'agent',
      prompt: '[[bash: echo x]] [[turns: 5]] [[usage: output=100000]]',
      max_cost_usd: 0.06,
    });
    assert.deepEqual([cost.response.status, cost.json.status, cost.json.stop_reason], [200, 'incomplete', 'max_cost']);
    // Each call costs $0.05: the run ends with the one that crosses its limit.
    assert.ok(cost.json.cost_usd >= 0.06 && cost.json.cost_usd < 0.11, String(cost.json.cost_usd));
    const refusal = await ask({ prompt: '[[stop: refusal]] [[always]]' });
    assert.deepEqual([refusal.json.status, refusal.json.stop_reason], ['incomplete', 'refusal']);
  });

  it('fails with 504 run_timed_out when the run takes too long', async () => {
    const { response, json } = await ask({ prompt: '[[chars: 5000]] [[delay: 50]]', timeout_seconds: 1 });
    assert.deepEqual([response.status, json.code], [504, 'run_timed_out']);
    assert.equal(response.headers.get('x-should-retry'), 'false');
  });

  it('fails with 500 cli_failed when the CLI is killed in the middle of its run', async () => {
    const response = await product.call('POST', '/v1/prompts', {
      ...{ model: 'haiku', profile: 'agent', stream: true, prompt: '[[bash: kill -9 $PPID]]' },
    });
    const last = (await Array.fromAsync(readEvents(response))).at(-1);
    assert.equal(last?.event, 'run.failed');
    assert.equal(last?.data.error.code, 'cli_failed');
  });

  it('leaves no process of a run behind, not even one that made itself a daemon', {
    skip: process.platform !== 'linux',
    timeout: 10_000,
  }, async () => {
    const { json } = await ask({
      profile: 'agent',
      prompt: '[[bash: setsid sleep 98765 >/dev/null 2>&1 & echo started]]',
    });
    assert.match(json.response, /started/);
    // The answer does not wait for the sweep, which begins with it.
    while ((await runningCommands()).some((command) => command.startsWith('sleep\0') && command.includes('98765'))) {
      await setTimeout(20);
    }
  });

  it('fails with a clear 4xx for bad input, and stores nothing', async () => {
    const before = await readJson(await product.call('GET', '/v1/prompts?limit=1'));
    const cases: readonly (readonly [object, number, string, RegExp])[] = [
      [{ prompt: 'x'.repeat(1001) }, 413, 'request_too_large', /1001 characters; at most 1000/],
      [{ prompt: 'x', model: 'gpt-4' }, 400, 'unknown_model', /no model "gpt-4" here\. Use one of/],
      [{ prompt: '' }, 400, 'invalid_request', /prompt: must not be empty/],
      [{ prompt: 'x', temprature: 1 }, 400, 'invalid_request', /temprature/],
      [{ prompt: 'x', timeout_seconds: 600 }, 400, 'invalid_request', /"stream": true/],
      [{ prompt: 'x', max_cost_usd: 1e6 }, 400, 'invalid_request', /up to \$50/],
    ];
    for (const [body, status, code, message] of cases) {
      const { response, json } = await ask(body);
      assert.deepEqual([response.status, json.code], [status, code]);
      assert.match(json.detail, message);
      assert.equal(response.headers.get('content-type'), 'application/problem+json');
    }
    assert.deepEqual(await readJson(await product.call('GET', '/v1/prompts?limit=1')), before);
  });
});
