import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, describe, it } from 'node:test';
import type { z } from 'zod';
import type { KeyJson } from '#core/admin/key-json.ts';
import type { TenantJson } from '#core/admin/tenant-json.ts';
import type { AuditJson } from '#core/audit/audit-json.ts';
import type { JobJson, JobSummaryJson } from '#core/jobs/job-json.ts';
import type { PromptJson } from '#core/prompts/prompt-json.ts';
import type { ScheduleJson } from '#core/schedules/schedule-json.ts';
import type { ScheduleRunJson } from '#core/schedules/schedule-run-json.ts';
import type { UsageReportJson } from '#core/usage/usage-report.ts';
import { temporaryFolder } from '#test/local/temporary-folder.ts';
import { openProduct } from '#test/product/open-product.ts';
import { readJson } from '#test/product/read-json.ts';
import { openCommandLine } from './command-line.ts';
import { freePort } from './free-port.ts';

const dataDir = await temporaryFolder({ after });
const product = await openProduct({ after }, { dataDir });
const { run, runProgram, json } = await openCommandLine({ after });
const local = (...words: readonly string[]) => ['--data-dir', dataDir, ...words];
/** A line of words, with the deployment; a word holds no space. */
const hc = (line: string, options = {}) => run(local(...line.split(' ')), options);
const hcJson = <T>(line: string) => json<T>(local(...line.split(' ')));
/** Calls with nothing but an address and a key. */
const withKey = (key: string) => ({
  environment: { HEADLESS_CLAUDE_URL: product.baseUrl, HEADLESS_CLAUDE_API_KEY: key },
});

describe('keys', () => {
  it('live from creation to revocation', async () => {
    const created = await hc('keys create ci --models haiku --per-day 5');
    assert.match(created.stderr, /^key_\w+ "ci" is created/);
    const [id = ''] = /key_\w+/.exec(created.stderr) ?? [];
    const key = created.stdout.trim();
    const status = async (secret: string) => (await run(['models'], withKey(secret))).exitCode;
    assert.equal(await status(key), 0);

    const shown = await hcJson<KeyJson>(`keys show ${id}`);
    assert.deepEqual([shown.name, shown.status, shown.budgets.per_day_usd], ['ci', 'active', 5]);
    assert.ok(!JSON.stringify(shown).includes(key), 'the key is shown once only');

    assert.equal((await hcJson<KeyJson>(`keys rename ${id} deploy`)).name, 'deploy');
    assert.deepEqual(
      (await hcJson<KeyJson>(`keys set ${id} --models none --requests-per-day 9`)).limits.requests_per_day,
      9,
    );

    await hc(`keys disable ${id}`);
    assert.equal(await status(key), 3);
    await hc(`keys enable ${id}`);
    assert.equal(await status(key), 0);

    const rotated = (await hc(`keys rotate ${id} --grace 1h`)).stdout.trim();
    assert.deepEqual([await status(key), await status(rotated)], [0, 0]);

    await hc(`keys revoke ${id}`);
    assert.deepEqual([await status(key), await status(rotated)], [3, 3]);
    assert.match((await hc('keys list')).stdout, new RegExp(`^${id} +deploy +revoked `, 'm'));
  });

  it('fails with what to do when it is not clear whose', async () => {
    const { exitCode, stderr } = await run(['keys', 'list', '--url', product.baseUrl]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /Give --tenant <id>/);
  });
});

describe('tenants and budgets', () => {
  it('are made, changed, raised for a while, and deleted', async () => {
    const { id } = await hcJson<TenantJson>('tenants create research --per-month 200 --requests-per-minute 60');
    const set = await hcJson<TenantJson>(`tenants set ${id} --name lab --requests-per-minute none --concurrent-runs 2`);
    assert.deepEqual(
      [set.name, set.limits.requests_per_minute, set.limits.concurrent_runs, set.budgets.per_month_usd],
      ['lab', null, 2, 200],
    );
    await hc(`budgets set --tenant ${id} --per-day 20`);
    await hc(`budgets raise --tenant ${id} --per-day 100 --until 2126-12-01`);
    const raised = await hcJson<Pick<TenantJson, 'budgets'>>(`budgets show --tenant ${id}`);
    assert.deepEqual(raised.budgets.raise?.per_day_usd, 100);
    await hc(`budgets end-raise --tenant ${id}`);
    assert.equal((await hcJson<TenantJson>(`tenants show ${id}`)).budgets.raise, null);
    assert.equal((await hcJson<TenantJson>(`tenants disable ${id}`)).disabled, true);
    assert.match((await hc('tenants list')).stdout, new RegExp(`^${id} +lab .* disabled$`, 'm'));
    assert.equal((await hc(`tenants delete ${id}`)).exitCode, 0);
    assert.equal((await hc(`tenants show ${id}`)).exitCode, 5);
  });

  it('have Cognito users and clients that belong to them', async () => {
    const { id } = await hcJson<TenantJson>('tenants create team');
    await hc(`principals assign client:abc --tenant ${id}`);
    assert.match((await hc(`principals list --tenant ${id}`)).stdout, /^client:abc +\d{4}-/m);
    assert.equal((await hc(`principals remove client:abc --tenant ${id}`)).exitCode, 0);
    assert.deepEqual(await hcJson(`principals list --tenant ${id}`), []);
  });

  it('are of tiers', async () => {
    assert.match((await hc('tiers')).stdout, /^standard \(default\) +tenant +[\d,]+ .*\n +caller +\d/m);
  });

  it('are written down for the audit', async () => {
    const records = await hcJson<z.infer<typeof AuditJson>[]>('audit --last 100');
    assert.ok(records.some(({ action }) => action === 'tenant.deleted'));
    assert.match((await hc('audit --last 1')).stdout, /^WHEN .*\n.*client:/);
  });
});

describe('jobs', () => {
  it('are submitted, followed and listed', async () => {
    const submitted = await hc('jobs submit --profile chat --model haiku --max-attempts 2 [[say:later]]');
    const id = submitted.stdout.trim();
    assert.match(id, /^job_\w+$/);
    assert.match(submitted.stderr, new RegExp(`jobs follow ${id}" shows its answer`));
    const followed = await hc(`jobs follow ${id}`);
    assert.deepEqual([followed.exitCode, /later\n$/.test(followed.stdout)], [0, true]);
    assert.match(followed.stderr, /^claude-haiku-\S+ · \d+\.\d s · \$0\.\d+ · prompt_\w+\n$/);

    const job = await hcJson<JobJson>(`jobs follow ${id}`);
    assert.deepEqual([job.status, job.max_attempts], ['completed', 2]);
    assert.match((await hc(`jobs show ${id}`)).stdout, /^status +completed$.*^\[stand-in model\] later$/ms);
    assert.match((await hc('jobs list --status completed')).stdout, new RegExp(`^ID .*\n${id} +completed +\\d{4}-`));
    assert.deepEqual(await hcJson<JobSummaryJson[]>('jobs list --status failed'), []);
  });

  it('are canceled, and then fail to be followed to an answer', async () => {
    const id = (await hc('jobs submit --profile chat --model haiku [[chars:9000]] [[delay:50]]')).stdout.trim();
    assert.match((await hcJson<JobJson>(`jobs cancel ${id}`)).status, /^cancel(ing|ed)$/);
    const { exitCode, stderr } = await hc(`jobs follow ${id}`);
    assert.equal(exitCode, 1);
    assert.match(stderr, /error: .*cancel/);
  });

  it('fail with what to do when there is none, or no such status', async () => {
    assert.equal((await hc('jobs show job_none')).exitCode, 5);
    assert.equal((await hc('jobs follow job_none')).exitCode, 5);
    const { exitCode, stderr } = await hc('jobs list --status done');
    assert.equal(exitCode, 2);
    assert.match(stderr, /Allowed choices are queued, in_progress/);
  });
});

describe('schedules', () => {
  const create = (...words: readonly string[]) => json<ScheduleJson>(local('schedules', 'create', ...words));

  it('live from creation to deletion', async () => {
    const cron = ['--cron', '0 7 * * 1-5', '--time-zone', 'Europe/Zurich', '--name', 'Report'];
    const { id, ...made } = await create(...cron, '--profile', 'chat', '--model', 'haiku', '[[say:on time]]');
    assert.deepEqual([made.schedule, made.time_zone, made.enabled], [{ cron: '0 7 * * 1-5' }, 'Europe/Zurich', true]);
    const row = `^${id} +Report +0 7 \\* \\* 1-5 +Europe/Zurich +enabled +\\d{4}-`;
    assert.match((await hc('schedules list')).stdout, new RegExp(row, 'm'));

    const ran = await hc(`schedules run ${id}`);
    assert.match((await hc(`jobs follow ${ran.stdout.trim()}`)).stdout, /on time\n$/);
    const runs = await readRuns(id);
    assert.deepEqual([runs[0]?.status, runs[0]?.job_id], ['completed', ran.stdout.trim()]);
    assert.match(
      (await hc(`schedules show ${id}`)).stdout,
      /^schedule\.cron +0 7 .*^DUE .*\n\d{4}-.* manual +completed/ms,
    );

    assert.equal((await hcJson<ScheduleJson>(`schedules pause ${id}`)).enabled, false);
    assert.match((await hc('schedules list')).stdout, new RegExp(`^${id} .* paused +-$`, 'm'));
    assert.equal((await hcJson<ScheduleJson>(`schedules resume ${id}`)).next_runs.length, 5);
    assert.equal((await hc(`schedules delete ${id}`)).exitCode, 0);
    assert.equal((await hc(`schedules show ${id}`)).exitCode, 5);
  });

  const readRuns = async (id: string): Promise<readonly ScheduleRunJson[]> =>
    (await readJson(await product.call('GET', `/v1/schedules/${id}/runs`))).data;

  it('take intervals', async () => {
    const { id, schedule } = await create('--every', '90 minutes', '--missed-runs', 'run_once', 'What is new?');
    assert.deepEqual(schedule, { every: '90 minutes' });
    assert.match((await hc('schedules list')).stdout, new RegExp(`^${id} +- +every 90 minutes `, 'm'));
    await hc(`schedules delete ${id}`);
  });

  it('fail with what to do when the times are missing, twice, or wrong', async () => {
    const fail = async (...words: readonly string[]) => run(local('schedules', 'create', ...words, 'Hi'));
    const missing = await fail();
    assert.deepEqual([missing.exitCode, /Give --cron/.test(missing.stderr)], [2, true]);
    assert.equal((await fail('--cron', '* * * * *', '--every', '1 day')).exitCode, 2);
    const wrong = await fail('--cron', '0 0 1 * 1');
    assert.equal(wrong.exitCode, 2);
    assert.match(wrong.stderr, /make two schedules/);
  });
});

describe('prompt', () => {
  it('writes the answer to stdout, and what it cost to stderr', async () => {
    const { exitCode, stdout, stderr } = await hc('prompt --profile chat --model haiku [[say:hello]]');
    assert.equal(exitCode, 0);
    assert.match(stdout, /hello\n$/);
    assert.match(stderr, /^claude-haiku-\S+ · \d+\.\d s · \$0\.\d+ · prompt_\w+\n$/);
  });

  it('takes - for what comes by stdin', async () => {
    const { stdout } = await hc('prompt --profile chat Summarize: -', { input: 'a long report\n' });
    assert.match(stdout, /Summarize:\n\na long report/);
  });

  it('prints the whole record as JSON, with tags and limits as given', async () => {
    const record = await hcJson<PromptJson>('prompt --profile chat --model haiku --tags a,b --max-cost 0.5 hello');
    assert.equal(record.status, 'completed');
    assert.deepEqual(record.tags, ['a', 'b']);
    assert.match(record.response ?? '', /hello/);
  });

  it('shows which tools the agent calls', async () => {
    const { stdout, stderr } = await run(
      local('prompt', '--profile', 'agent', '[[tool: Bash {"command":"echo $((6*7))"}]]'),
    );
    assert.match(stderr, /^Bash {"command":"echo \$\(\(6\*7\)\)"}$/m);
    assert.match(stdout, /42|stand-in/);
  });

  it('fails with 1 when the run failed, with its id', async () => {
    const { exitCode, stderr } = await hc('prompt --profile chat [[cut]]');
    assert.equal(exitCode, 1);
    assert.match(stderr, /error: .*\n {2}request id: \S+\n$/s);
  });

  it('fails with 4 when a limit ended the run', async () => {
    const { exitCode, stderr } = await hc('prompt --profile agent --max-turns 1 [[tool:Bash{"command":"ls"}]]');
    assert.equal(exitCode, 4, stderr);
    assert.match(stderr, /error: The run ended early: max_turns\./);
  });

  it('fails with 4 when a budget refuses it', async () => {
    const key = (await hc('keys create poor --per-day 0.000001')).stdout.trim();
    const prompt = ['prompt', '--profile', 'chat', 'hello'];
    assert.equal((await run(prompt, withKey(key))).exitCode, 0, 'the first run may pass its budget by one answer');
    const { exitCode, stderr } = await run(prompt, withKey(key));
    assert.equal(exitCode, 4);
    assert.match(stderr, /headless-claude limits/);
  });
});

describe('reports', () => {
  it('show usage as a table with bars, as JSON and as CSV', async () => {
    const report = await hcJson<UsageReportJson>('usage --group-by model');
    assert.ok(report.total.requests > 0);
    const { stdout } = await hc('usage --group-by model');
    assert.match(stdout, /^MODEL +REQUESTS .*\n(claude-.*\$\d.* [▏▎▍▌▋▊▉█]+\n)+total /);
    assert.match(stdout, new RegExp(`^total +${report.total.requests} `, 'm'));
    assert.match((await hc('usage --group-by model --csv')).stdout, /^model,input_tokens,/);
    assert.match((await hc('tenants usage')).stdout, /^TENANT +REQUESTS/);
  });

  it('show usage by a key of the prompts’ metadata', async () => {
    const body = { model: 'haiku', profile: 'chat', prompt: '[[say: hi]]', metadata: { project: 'apollo' } };
    assert.equal((await product.call('POST', '/v1/prompts', body)).status, 200);
    const { stdout } = await hc('usage --group-by metadata:project');
    assert.match(stdout, /^METADATA:PROJECT +REQUESTS .*\napollo +1 /);
  });

  it('show the caller’s limits and the models', async () => {
    assert.match((await hc('limits')).stdout, /^caller +caller-minute +\d+ +\d+ +\d+ /m);
    assert.match((await hc('models')).stdout, /^claude-haiku-\S+ +haiku +[\d,]+ +[\d,]+ +\$/m);
  });

  it('print an access token and nothing else', async () => {
    const { stdout, stderr } = await hc('token');
    assert.match(stdout, /^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    assert.equal(stderr, '');
  });
});

describe('what goes wrong', () => {
  const wrong: readonly (readonly [string, number, RegExp])[] = [
    ['usge', 2, /Did you mean usage\?/],
    ['keys create', 2, /missing required argument 'name'/],
    ['usage --json --csv', 2, /cannot be used with/],
    ['usage --from 2026-99-01', 2, /from.*\n(.*\n)? {2}request id: /],
    ['prompt --max-cost free hello', 2, /amount of US dollars/],
    ['keys show key_none', 5, /request id: /],
  ];
  for (const [line, code, message] of wrong) {
    it(`ends "${line}" with ${code}, and says why`, async () => {
      const { exitCode, stderr } = await hc(line);
      assert.equal(exitCode, code, stderr);
      assert.match(stderr, message);
    });
  }

  it('ends with 3 where there is no credential, or only a key where a token is needed', async () => {
    assert.equal((await run(['--url', product.baseUrl, 'models'])).exitCode, 3);
    const { exitCode, stderr } = await run(['tenants', 'list'], withKey(product.apiKey));
    assert.equal(exitCode, 3);
    assert.match(stderr, /needs an access token/);
  });

  it('ends with 6 where nothing answers', async () => {
    const environment = { HEADLESS_CLAUDE_URL: 'http://127.0.0.1:9', HEADLESS_CLAUDE_API_KEY: 'hck_x' };
    const { exitCode, stderr } = await run(['models'], { environment });
    assert.equal(exitCode, 6);
    assert.match(stderr, /127\.0\.0\.1:9 cannot be reached/);
  });

  it('says so where something else answers', async (t) => {
    const port = await freePort();
    const other = createServer((_incoming, response) => response.end('<html>')).listen(port, '127.0.0.1');
    t.after(() => other.close());
    const environment = { HEADLESS_CLAUDE_URL: `http://127.0.0.1:${port}`, HEADLESS_CLAUDE_API_KEY: 'hck_x' };
    const { exitCode, stderr } = await run(['models'], { environment });
    assert.equal(exitCode, 1);
    assert.match(stderr, /Is this the address of a headless-claude deployment\?/);
  });

  it('has no stack when a file cannot be read', async () => {
    const { exitCode, stderr } = await run(['deployments'], { environment: { XDG_CONFIG_HOME: '/dev/null' } });
    assert.deepEqual([exitCode, /^error: .*\n$/.test(stderr)], [1, true]);
  });
});

describe('the program', () => {
  it('prints the answer alone to stdout, and ends with 0', async () => {
    const { exitCode, stdout, stderr } = await runProgram(local('models', '--json'));
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.ok(JSON.parse(stdout).length > 0);
  });

  it('takes what comes by stdin', async () => {
    const { exitCode, stdout } = await runProgram(local('prompt', '--profile', 'chat', '-'), { input: 'a report\n' });
    assert.deepEqual([exitCode, /a report/.test(stdout)], [0, true]);
  });

  it('ends with the code of what went wrong, and has no colours in a pipe', async () => {
    const { exitCode, stdout, stderr } = await runProgram(local('keys', 'show', 'key_none'));
    assert.deepEqual([exitCode, stdout], [5, '']);
    assert.match(stderr, /^error: /);
    assert.ok(!stderr.includes('\u001b'));
  });
});
