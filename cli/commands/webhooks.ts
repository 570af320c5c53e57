import type { Command } from 'commander';
import type { z } from 'zod';
import { CommandError } from '#cli/command-error.ts';
import { awaitAttempt } from '#cli/http/await-attempt.ts';
import type { Client } from '#cli/http/client.ts';
import { listAll } from '#cli/http/list-all.ts';
import { details } from '#cli/output/details.ts';
import { count, instant, list } from '#cli/output/format.ts';
import { table } from '#cli/output/table.ts';
import { whileWaiting } from '#cli/output/waiting.ts';
import { writeJson, writeNote } from '#cli/output/write.ts';
import type { Terminal } from '#cli/terminal.ts';
import type { DeliveryJson } from '#core/webhooks/delivery-json.ts';
import type { NewWebhookJson, WebhookJson } from '#core/webhooks/webhook-json.ts';
import { commandClient } from './command-client.ts';
import { examples } from './examples.ts';
import { parseInstant, parseList } from './parse.ts';
import { type JsonOption, show } from './show.ts';

type NewWebhook = z.infer<typeof NewWebhookJson>;

interface CreateOptions extends JsonOption {
  readonly events?: readonly string[];
  readonly description?: string;
}

interface ReplayOptions extends JsonOption {
  readonly from: string;
  readonly to?: string;
}

/** As far as a replay has come. */
interface Replay {
  readonly replayed: number;
  readonly next_after: string | null;
}

/** How many of its deliveries are shown with a webhook. */
const DELIVERIES_SHOWN = 10;

const webhookTable = (webhooks: readonly WebhookJson[]): string =>
  table(
    ['ID', 'URL', 'EVENTS', 'STATE', 'CREATED'].map((title) => ({ title })),
    webhooks.map(({ id, url, events, status, disabled_reason: reason, created_at }) => [
      ...[id, url ?? '-', list(events), reason === null ? status : `${status}: ${reason}`, instant(created_at)],
    ]),
  );

/** What came of telling last. */
const lastOf = ({ attempts }: DeliveryJson): string => {
  const last = attempts.at(-1);
  if (!last) return '-';
  return `${last.status ?? last.error ?? ''} in ${last.latency_ms} ms`;
};

const deliveryTable = (deliveries: readonly DeliveryJson[]): string =>
  table(
    [
      ...['ID', 'EVENT', 'STATE'].map((title) => ({ title })),
      { title: 'ATTEMPTS', align: 'right' },
      ...['LAST', 'NEXT', 'CREATED'].map((title) => ({ title })),
    ],
    deliveries.map((delivery) => [
      ...[delivery.id, delivery.event_type, delivery.failure ?? delivery.status, count(delivery.attempt_count)],
      ...[lastOf(delivery), instant(delivery.next_attempt_at), instant(delivery.created_at)],
    ]),
  );

const pathOf = (id: string): string => `/v1/webhooks/${encodeURIComponent(id)}`;

/** `webhooks …`: who is told of events. */
export const addWebhooks = (program: Command, terminal: Terminal): void => {
  const webhooks = program
    .command('webhooks')
    .description('who is told of what happens')
    .addHelpText(
      'after',
      examples(
        'webhooks create https://example.com/hook --events job.completed,job.failed > secret.txt',
        'webhooks test whe_01kb…',
        'webhooks replay whe_01kb… --from 2026-11-22T06:00:00Z',
      ),
    );
  const webhookCommand = (name: string): Command =>
    webhooks.command(name).argument('<id>').option('--json', 'print JSON');

  /** The secret alone on stdout, so that it can be caught without being seen. */
  const showNew = ({ json }: JsonOption, webhook: NewWebhook, note: string): void => {
    writeNote(terminal, `${note} This is the only time that it is shown:`);
    if (json) writeJson(terminal, webhook);
    else terminal.stdout.write(`${webhook.secret}\n`);
  };

  /** Waits for what comes of a delivery, and shows it. @throws CommandError unless it was taken. */
  const showAttempt = async (client: Client, path: string, options: JsonOption): Promise<void> => {
    const begun = await client.json<DeliveryJson>('POST', path);
    const tried = await whileWaiting(terminal, 'Waiting for its answer', () =>
      awaitAttempt(client, begun, begun.attempt_count),
    );
    show(terminal, options, tried, (delivery) => deliveryTable([delivery]));
    if (tried.status === 'succeeded') return;
    throw new CommandError(`It was not taken: ${tried.attempts.at(-1)?.error ?? 'no answer yet'}.`);
  };

  webhooks
    .command('create')
    .description('create a webhook; its secret is printed once')
    .argument('<url>')
    .option('--events <types>', 'what it is told of, with commas; all if left out', parseList)
    .option('--description <text>')
    .option('--json', 'print JSON')
    .action(async (url: string, options: CreateOptions, command: Command) => {
      const client = await commandClient(command, terminal);
      const { events, description } = options;
      const webhook = await client.json<NewWebhook>('POST', '/v1/webhooks', { body: { url, events, description } });
      showNew(options, webhook, `${webhook.id} is created, and signs with a secret.`);
    });

  webhooks
    .command('list')
    .description('list the webhooks')
    .option('--json', 'print JSON')
    .action(async (options: JsonOption, command: Command) => {
      const client = await commandClient(command, terminal);
      show(terminal, options, await listAll<WebhookJson>(client, '/v1/webhooks'), webhookTable);
    });

  webhookCommand('show')
    .description(`show a webhook, and its last ${DELIVERIES_SHOWN} deliveries; --json has the webhook alone`)
    .action(async (id: string, options: JsonOption, command: Command) => {
      const client = await commandClient(command, terminal);
      show(terminal, options, await client.json<WebhookJson>('GET', pathOf(id)), details);
      if (options.json) return;
      const deliveries = await listAll<DeliveryJson>(client, `${pathOf(id)}/deliveries`, { most: DELIVERIES_SHOWN });
      if (deliveries.length > 0) terminal.stdout.write(`\n${deliveryTable(deliveries)}`);
    });

  for (const [verb, disabled] of [
    ['enable', false],
    ['disable', true],
  ] as const) {
    webhookCommand(verb)
      .description(disabled ? 'tell a webhook nothing until it is enabled' : 'tell a disabled webhook again')
      .action(async (id: string, options: JsonOption, command: Command) => {
        const client = await commandClient(command, terminal);
        show(terminal, options, await client.json<WebhookJson>('PATCH', pathOf(id), { body: { disabled } }));
      });
  }

  webhookCommand('rotate')
    .description('give a webhook a new secret, which is printed once; the old one signs beside it for a day')
    .action(async (id: string, options: JsonOption, command: Command) => {
      const client = await commandClient(command, terminal);
      const webhook = await client.json<NewWebhook>('POST', `${pathOf(id)}/rotate`, { body: {} });
      const until = instant(webhook.previous_secret_valid_until);
      showNew(options, webhook, `${webhook.id} has a new secret; the old one signs until ${until}, too.`);
    });

  webhookCommand('test')
    .description('send a webhook a test event, and show what came of it')
    .action(async (id: string, options: JsonOption, command: Command) =>
      showAttempt(await commandClient(command, terminal), `${pathOf(id)}/test`, options),
    );

  webhookCommand('redeliver')
    .description('have a delivery made again, and show what came of it')
    .argument('<delivery>', 'its id, as "webhooks show" has it')
    .action(async (id: string, delivery: string, options: JsonOption, command: Command) => {
      const path = `${pathOf(id)}/deliveries/${encodeURIComponent(delivery)}/redeliver`;
      await showAttempt(await commandClient(command, terminal), path, options);
    });

  webhookCommand('replay')
    .description('tell a webhook again of the events of some time')
    .requiredOption('--from <moment>', 'such as 2026-11-22 or 2026-11-22T06:00:00Z', parseInstant)
    .option('--to <moment>', 'now if left out', parseInstant)
    .action(async (id: string, options: ReplayOptions, command: Command) => {
      const client = await commandClient(command, terminal);
      const { from, to = new Date().toISOString() } = options;
      let replayed = 0;
      let after: string | undefined;
      do {
        const body = { from, to, after };
        const page: Replay = await client.json('POST', `${pathOf(id)}/replay`, { body });
        replayed += page.replayed;
        after = page.next_after ?? undefined;
      } while (after !== undefined);
      show(terminal, options, { webhook_id: id, from, to, replayed });
    });

  webhooks
    .command('delete')
    .description('delete a webhook')
    .argument('<id>')
    .action(async (id: string, _options: object, command: Command) => {
      const client = await commandClient(command, terminal);
      await client.call('DELETE', pathOf(id));
      writeNote(terminal, `${id} is deleted.`);
    });
};
