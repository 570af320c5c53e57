import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { Command } from 'commander';
import type { z } from 'zod';
import { CommandError } from '#cli/command-error.ts';
import { EXIT_CODES } from '#cli/exit-codes.ts';
import type { Client } from '#cli/http/client.ts';
import { listAll } from '#cli/http/list-all.ts';
import { uploadFile } from '#cli/http/upload-file.ts';
import { firstLine } from '#cli/input/first-line.ts';
import { details } from '#cli/output/details.ts';
import { count, instant, usd } from '#cli/output/format.ts';
import { printable } from '#cli/output/printable.ts';
import { table } from '#cli/output/table.ts';
import { whileWaiting } from '#cli/output/waiting.ts';
import { writeNote } from '#cli/output/write.ts';
import type { Terminal } from '#cli/terminal.ts';
import type { BatchJson } from '#core/batches/batch-json.ts';
import { commandClient } from './command-client.ts';
import { examples } from './examples.ts';
import { parseCount } from './parse.ts';
import { type JsonOption, show } from './show.ts';

type Batch = z.infer<typeof BatchJson>;

interface SubmitOptions extends JsonOption {
  readonly webhook?: string;
}

interface ListOptions extends JsonOption {
  readonly last: number;
}

const momentOf = (seconds: number): string => instant(new Date(seconds * 1000).toISOString());

const batchTable = (batches: readonly Batch[]): string =>
  table(
    [
      ...['ID', 'STATUS', 'ENDPOINT', 'CREATED'].map((title) => ({ title })),
      ...['LINES', 'DONE', 'FAILED', 'COST'].map((title) => ({ title, align: 'right' as const })),
    ],
    batches.map(({ id, status, endpoint, created_at, request_counts: counts, cost_usd }) => [
      ...[id, status, endpoint, momentOf(created_at)],
      ...[count(counts.total), count(counts.completed), count(counts.failed), usd(cost_usd)],
    ]),
  );

const problemsOf = ({ errors }: Batch): readonly string[] =>
  (errors?.data ?? []).map(({ line, message }) => (line === null ? message : `line ${line}: ${message}`));

/** The batch, with moments as people read them, and what is wrong with its file below. */
const batchDetails = (batch: Batch): string => {
  const { errors: _, ...facts } = batch;
  const readable = Object.entries(facts).map(([name, value]) =>
    name.endsWith('_at') && typeof value === 'number' ? [name, momentOf(value)] : [name, value],
  );
  const problems = problemsOf(batch).map((problem) => `${printable(problem)}\n`);
  return `${details(Object.fromEntries(readable))}${problems.length > 0 ? `\n${problems.join('')}` : ''}`;
};

const pathOf = (id: string): string => `/v1/batches/${encodeURIComponent(id)}`;

/** Where the requests of a file go: each says so, and all to the same. @throws CommandError if the first does not. */
const endpointOf = async (path: string): Promise<unknown> => {
  try {
    const { url } = JSON.parse(await firstLine(path));
    if (typeof url === 'string') return url;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new CommandError(`${path} does not begin with a request.`, {
    exitCode: EXIT_CODES.usage,
    hint: 'Each line must be like {"custom_id":"1","method":"POST","url":"/v1/chat/completions","body":{…}}.',
  });
};

/** Writes what came of each line: answers first, then errors. */
const writeResults = async (batch: Batch, client: Client, { stdout }: Terminal): Promise<void> => {
  for (const fileId of [batch.output_file_id, batch.error_file_id]) {
    if (fileId === null) continue;
    const { body } = await client.call('GET', `/v1/files/${fileId}/content`);
    if (body) await pipeline(Readable.fromWeb(body as ReadableStream), stdout, { end: false });
  }
};

/** `batches …`: files of requests that run when there is room for them. */
export const addBatches = (program: Command, terminal: Terminal): void => {
  const batches = program
    .command('batches')
    .description('files of requests that run when there is room for them')
    .addHelpText(
      'after',
      examples(
        'batches submit requests.jsonl',
        'batches show batch_01kb… --json | jq .request_counts',
        'batches results batch_01kb… > results.jsonl',
      ),
    );

  batches
    .command('submit')
    .description('upload a file of requests, one a line, and have them run; the id of the batch alone is printed')
    .argument('<file>')
    .option('--webhook <url>', 'told of its end')
    .option('--json', 'print JSON')
    .action(async (path: string, options: SubmitOptions, command: Command) => {
      const client = await commandClient(command, terminal);
      const endpoint = await endpointOf(path);
      const { id: fileId } = await whileWaiting(terminal, 'Uploading', () => uploadFile(client, path));
      const body = { input_file_id: fileId, endpoint, completion_window: '24h', webhook_url: options.webhook };
      const batch = await client.json<Batch>('POST', '/v1/batches', { body });
      writeNote(terminal, `"headless-claude batches show ${batch.id}" shows how far it is.`);
      show(terminal, options, batch, ({ id }) => `${id}\n`);
    });

  batches
    .command('list')
    .description('list batches, newest first')
    .option('--last <n>', 'so many at most', parseCount, 20)
    .option('--json', 'print JSON')
    .action(async ({ last, ...options }: ListOptions, command: Command) => {
      const client = await commandClient(command, terminal);
      show(terminal, options, await listAll<Batch>(client, '/v1/batches', { most: last }), batchTable);
    });

  batches
    .command('show')
    .description('show a batch, and how far it is')
    .argument('<id>')
    .option('--json', 'print JSON')
    .action(async (id: string, options: JsonOption, command: Command) => {
      const client = await commandClient(command, terminal);
      show(terminal, options, await client.json<Batch>('GET', pathOf(id)), batchDetails);
    });

  batches
    .command('cancel')
    .description('cancel a batch: what has not started never does')
    .argument('<id>')
    .option('--json', 'print JSON')
    .action(async (id: string, options: JsonOption, command: Command) => {
      const client = await commandClient(command, terminal);
      show(terminal, options, await client.json<Batch>('POST', `${pathOf(id)}/cancel`), batchDetails);
    });

  batches
    .command('results')
    .description('write what came of each line, as JSON lines: answers, then errors')
    .argument('<id>')
    .action(async (id: string, _options: object, command: Command) => {
      const client = await commandClient(command, terminal);
      const batch = await client.json<Batch>('GET', pathOf(id));
      if (batch.output_file_id === null && batch.error_file_id === null) {
        const hint = problemsOf(batch).join('\n  ');
        throw new CommandError(`The batch is ${batch.status}: there are no results.`, { hint });
      }
      await writeResults(batch, client, terminal);
    });
};
