import type { Command } from 'commander';
import type { z } from 'zod';
import { count, usd } from '#cli/output/format.ts';
import { table } from '#cli/output/table.ts';
import type { Terminal } from '#cli/terminal.ts';
import type { ModelJson } from '#core/models/model-json.ts';
import { commandClient } from './command-client.ts';
import { type JsonOption, show } from './show.ts';

type Model = z.infer<typeof ModelJson>;

const modelTable = (models: readonly Model[]): string =>
  table(
    [
      { title: 'ID' },
      { title: 'ALIASES' },
      { title: 'CONTEXT', align: 'right' },
      { title: 'OUTPUT', align: 'right' },
      ...['INPUT/M', 'OUTPUT/M', 'CACHE READ/M', 'CACHE WRITE/M'].map((title) => ({ title, align: 'right' as const })),
    ],
    models.map(({ id, aliases, max_input_tokens, max_tokens, price_usd_per_million_tokens: price }) => [
      ...[id, aliases.join(', '), count(max_input_tokens), count(max_tokens)],
      ...[price.input, price.output, price.cache_read, price.cache_write].map(usd),
    ]),
  );

/** `models`: what the deployment offers, with prices per million tokens. */
export const addModels = (program: Command, terminal: Terminal): void => {
  program
    .command('models')
    .description('the models offered, with prices per million tokens')
    .option('--json', 'print JSON')
    .action(async (options: JsonOption, command: Command) => {
      const client = await commandClient(command, terminal);
      const { data } = await client.json<{ readonly data: readonly Model[] }>('GET', '/v1/models');
      show(terminal, options, data, modelTable);
    });
};
