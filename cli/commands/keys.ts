import type { Command } from 'commander';
import type { z } from 'zod';
import { listAll } from '#cli/http/list-all.ts';
import { instant, list } from '#cli/output/format.ts';
import { table } from '#cli/output/table.ts';
import { writeJson, writeNote } from '#cli/output/write.ts';
import type { Terminal } from '#cli/terminal.ts';
import type { KeyJson, NewKeyJson } from '#core/admin/key-json.ts';
import { commandClient } from './command-client.ts';
import { examples } from './examples.ts';
import { nullIfNone, type OrNone, orNone, parseInstant, parseList, parseSeconds } from './parse.ts';
import {
  addBudgetOptions,
  addLimitOptions,
  type BudgetValues,
  budgetsBody,
  type LimitValues,
  limitsBody,
} from './quota-options.ts';
import { type JsonOption, show } from './show.ts';
import { addTenantOption, keyPath, type TenantOption, tenantPath } from './tenant-path.ts';

type Common = JsonOption & TenantOption;

interface KeyValues extends Common, LimitValues {
  readonly expires?: OrNone<string>;
  readonly models?: OrNone<readonly string[]>;
  readonly profiles?: OrNone<readonly string[]>;
}

const keyTable = (keys: readonly KeyJson[]): string =>
  table(
    ['ID', 'NAME', 'STATE', 'PREFIX', 'MODELS', 'PROFILES', 'EXPIRES', 'CREATED'].map((title) => ({ title })),
    keys.map((key) => [
      ...[key.id, key.name, key.status, key.prefix, list(key.models), list(key.profiles)],
      ...[instant(key.expires_at), instant(key.created_at)],
    ]),
  );

const addKeyOptions = (command: Command): Command =>
  addLimitOptions(command)
    .option('--expires <moment>', 'when it stops working, such as 2026-12-31; "none": never', orNone(parseInstant))
    .option('--models <ids>', 'the models that it may use, with commas; "none": all', orNone(parseList))
    .option('--profiles <names>', 'chat, agent or both; "none": both', orNone(parseList));

const keyBody = (values: KeyValues): object => ({
  expires_at: nullIfNone(values.expires),
  models: nullIfNone(values.models),
  profiles: nullIfNone(values.profiles),
  ...limitsBody(values),
});

/** `keys …`: the API keys of a tenant. */
export const addKeys = (program: Command, terminal: Terminal): void => {
  const keys = program
    .command('keys')
    .description('the API keys of a tenant')
    .addHelpText(
      'after',
      examples(
        'keys create ci --tenant ten_01kb… --expires 2026-12-31 --models haiku --per-day 5',
        'keys rotate key_01kb… --tenant ten_01kb… --grace 7d',
        'keys list --tenant ten_01kb… --json',
      ),
    );
  const keyCommand = (name: string): Command => addTenantOption(keys.command(name)).option('--json', 'print JSON');

  /** The key alone on stdout, so that it can be caught without being seen. */
  const showNew = ({ json }: JsonOption, key: z.infer<typeof NewKeyJson>, note: string): void => {
    writeNote(terminal, `${note} This is the only time that it is shown:`);
    if (json) writeJson(terminal, key);
    else terminal.stdout.write(`${key.key}\n`);
  };
  const change = async (command: Command, id: string, body: object): Promise<void> => {
    const client = await commandClient(command, terminal);
    const options: Common = command.opts();
    show(terminal, options, await client.json<KeyJson>('PATCH', keyPath(options, id, client), { body }));
  };

  addBudgetOptions(addKeyOptions(keyCommand('create')))
    .description('create a key, which is shown once')
    .argument('<name>')
    .action(async (name: string, options: KeyValues & BudgetValues, command: Command) => {
      const client = await commandClient(command, terminal);
      const body = { name, ...keyBody(options), ...budgetsBody(options) };
      const key = await client.json<z.infer<typeof NewKeyJson>>('POST', `${tenantPath(options, client)}/keys`, {
        body,
      });
      showNew(options, key, `${key.id} "${key.name}" is created.`);
    });

  keyCommand('list')
    .description('list the keys, revoked ones too')
    .action(async (options: Common, command: Command) => {
      const client = await commandClient(command, terminal);
      show(terminal, options, await listAll<KeyJson>(client, `${tenantPath(options, client)}/keys`), keyTable);
    });

  keyCommand('show')
    .description('show a key, without its secret')
    .argument('<id>')
    .action(async (id: string, options: Common, command: Command) => {
      const client = await commandClient(command, terminal);
      show(terminal, options, await client.json<KeyJson>('GET', keyPath(options, id, client)));
    });

  keyCommand('rename')
    .description('give a key another name')
    .argument('<id>')
    .argument('<name>')
    .action((id: string, name: string, _options: Common, command: Command) => change(command, id, { name }));

  addKeyOptions(keyCommand('set'))
    .description('change what a key may do; "budgets set" changes its budgets')
    .argument('<id>')
    .action((id: string, options: KeyValues, command: Command) => change(command, id, keyBody(options)));

  for (const [verb, disabled] of [
    ['enable', false],
    ['disable', true],
  ] as const) {
    keyCommand(verb)
      .description(disabled ? 'refuse a key until it is enabled' : 'let a disabled key in again')
      .argument('<id>')
      .action((id: string, _options: Common, command: Command) => change(command, id, { disabled }));
  }

  keyCommand('rotate')
    .description('give a key a new secret, which is shown once')
    .argument('<id>')
    .option(
      '--grace <time>',
      'how long the old secret works beside it, such as 24h; 0s: no longer',
      parseSeconds,
      86_400,
    )
    .action(async (id: string, options: Common & { readonly grace: number }, command: Command) => {
      const client = await commandClient(command, terminal);
      const key = await client.json<z.infer<typeof NewKeyJson>>('POST', `${keyPath(options, id, client)}/rotate`, {
        body: { grace_seconds: options.grace },
      });
      const until = key.previous_valid_until;
      const old = until === null ? 'no longer works' : `works until ${instant(until)}`;
      showNew(options, key, `${key.id} has a new secret; the old one ${old}.`);
    });

  keyCommand('revoke')
    .description('refuse a key for ever')
    .argument('<id>')
    .action(async (id: string, options: Common, command: Command) => {
      const client = await commandClient(command, terminal);
      show(terminal, options, await client.json<KeyJson>('DELETE', keyPath(options, id, client)));
    });
};
