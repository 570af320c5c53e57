import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { DeliveryJson } from '#core/webhooks/delivery-json.ts';
import type { WebhookJson } from '#core/webhooks/webhook-json.ts';
import { startWebhookReceiver } from '#test/fakes/webhook-receiver.ts';
import { temporaryFolder } from '#test/local/temporary-folder.ts';
import { openProduct } from '#test/product/open-product.ts';
import { openCommandLine } from './command-line.ts';

const dataDir = await temporaryFolder({ after });
await openProduct({ after }, { dataDir, poolAgentSize: 0 });
const receiver = await startWebhookReceiver();
after(() => receiver.close());
const { run, json } = await openCommandLine({ after });
const hc = (line: string) => run(['--data-dir', dataDir, 'webhooks', ...line.split(' ')]);
const hcJson = <T>(line: string) => json<T>(['--data-dir', dataDir, 'webhooks', ...line.split(' ')]);

/** Creates a webhook. @returns its id and secret. */
const create = async (options = '') => {
  const { stdout, stderr } = await hc(`create ${receiver.endpoint}/hooks${options}`);
  assert.match(stdout, /^whsec_\S+\n$/);
  return { id: /whe_\w+/.exec(stderr)?.[0] ?? assert.fail(stderr), secret: stdout.trim() };
};

describe('webhooks', () => {
  it('live from creation to deletion', async () => {
    const { id, secret } = await create(' --events job.completed,job.failed --description mine');
    const shown = await hcJson<WebhookJson>(`show ${id}`);
    assert.deepEqual([shown.events, shown.description], [['job.completed', 'job.failed'], 'mine']);
    assert.ok(!JSON.stringify(shown).includes(secret), 'the secret is shown once only');
    const row = `^${id} +${receiver.endpoint}/hooks +job\\.completed, job\\.failed +active +\\d{4}-`;
    assert.match((await hc('list')).stdout, new RegExp(row, 'm'));

    assert.equal((await hcJson<WebhookJson>(`disable ${id}`)).status, 'disabled');
    assert.match((await hc('list')).stdout, new RegExp(`^${id} .* disabled: requested `, 'm'));
    assert.equal((await hcJson<WebhookJson>(`enable ${id}`)).status, 'active');
    const rotated = await hc(`rotate ${id}`);
    assert.match(rotated.stdout, /^whsec_\S+\n$/);
    assert.notEqual(rotated.stdout.trim(), secret);
    assert.match(rotated.stderr, /the old one signs until \d{4}-/);
    assert.equal((await hc(`delete ${id}`)).exitCode, 0);
    assert.equal((await hc(`show ${id}`)).exitCode, 5);
  });

  it('are tested, and told again', async () => {
    const { id } = await create();
    const tested = await hc(`test ${id}`);
    assert.equal(tested.exitCode, 0);
    assert.match(tested.stdout, /^ID .*\nwhd_\w+ +webhook\.test +succeeded +1 +204 in \d+ ms +- /);
    const [delivery = ''] = /whd_\w+/.exec(tested.stdout) ?? [];
    assert.match((await hc(`show ${id}`)).stdout, new RegExp(`^status +active$.*^${delivery} `, 'ms'));
    const again = await hcJson<DeliveryJson>(`redeliver ${id} ${delivery}`);
    assert.deepEqual([again.id, again.status, again.attempt_count], [delivery, 'succeeded', 2]);
    const { replayed } = await hcJson<{ readonly replayed: number }>(`replay ${id} --from 2026-01-01`);
    assert.equal(typeof replayed, 'number');
  });

  it('fail to be tested when they do not take it, with the reason', async () => {
    const { id } = await create();
    receiver.statuses.push(500);
    const { exitCode, stdout, stderr } = await hc(`test ${id}`);
    assert.equal(exitCode, 1);
    assert.match(stdout, /^whd_\w+ +webhook\.test +pending +1 +500 in \d+ ms +\d{4}-/m);
    assert.match(stderr, /error: It was not taken: /);
  });

  it('fail to be created for an address that is not allowed, or events that there are not', async () => {
    for (const [line, reason] of [
      ['create http://10.0.0.1/', /must begin with https/],
      [`create ${receiver.endpoint} --events job.done`, /events/],
    ] as const) {
      const { exitCode, stderr } = await hc(line);
      assert.equal(exitCode, 2);
      assert.match(stderr, reason);
    }
  });
});
