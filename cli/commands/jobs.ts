import { type Command, Option } from 'commander';
import { CommandError } from '#cli/command-error.ts';
import { EXIT_CODES } from '#cli/exit-codes.ts';
import { type EndedJob, followJob } from '#cli/http/follow-job.ts';
import { listAll } from '#cli/http/list-all.ts';
import { details } from '#cli/output/details.ts';
import { count, instant, usd } from '#cli/output/format.ts';
import { printable } from '#cli/output/printable.ts';
import { table } from '#cli/output/table.ts';
import { showWaiting } from '#cli/output/waiting.ts';
import { writeJson, writeNote } from '#cli/output/write.ts';
import type { Terminal } from '#cli/terminal.ts';
import type { JobJson, JobSummaryJson } from '#core/jobs/job-json.ts';
import { commandClient } from './command-client.ts';
import { examples } from './examples.ts';
import { addJobOptions, type JobValues, jobBody } from './job-options.ts';
import { parseCount } from './parse.ts';
import { checkCompleted, showEnd, showEvent } from './prompt-answer.ts';
import { type JsonOption, show } from './show.ts';

interface ListOptions extends JsonOption {
  readonly status?: string;
  readonly last: number;
}

const STATUSES = ['queued', 'in_progress', 'canceling', 'completed', 'failed', 'canceled', 'expired'];

const jobTable = (jobs: readonly JobSummaryJson[]): string =>
  table(
    [
      ...['ID', 'STATUS', 'CREATED', 'STARTED', 'FINISHED'].map((title) => ({ title })),
      { title: 'ATTEMPTS', align: 'right' },
      { title: 'COST', align: 'right' },
      { title: 'ERROR' },
    ],
    jobs.map((job) => [
      ...[job.id, job.status, instant(job.created_at), instant(job.started_at), instant(job.finished_at)],
      ...[count(job.attempts), usd(job.cost_usd), job.error?.code ?? '-'],
    ]),
  );

/** The job, and its answer below. */
const jobDetails = ({ prompt, ...job }: JobJson): string => {
  const answer = prompt?.response;
  return `${details(job)}${answer ? `\n${printable(answer).trimEnd()}\n` : ''}`;
};

const pathOf = (id: string): string => `/v1/jobs/${encodeURIComponent(id)}`;

/** @throws CommandError unless the job came to its end. */
const checkEnded = ({ job, run }: EndedJob): void => {
  if (run) checkCompleted(run);
  if (job.status === 'completed') return;
  throw new CommandError(job.error?.message ?? `The job ended as ${job.status}.`, {
    exitCode: job.error?.code === 'budget_exceeded' ? EXIT_CODES.limit : EXIT_CODES.failed,
    requestId: job.request_id,
  });
};

/** `jobs …`: prompts that are queued, and whose answers wait. */
export const addJobs = (program: Command, terminal: Terminal): void => {
  const jobs = program
    .command('jobs')
    .description('prompts that are queued, and whose answers wait')
    .addHelpText(
      'after',
      examples(
        'jobs submit --profile agent --timeout 14m "Refactor what is in" - < code.ts',
        'jobs follow job_01kb…',
        'jobs list --status failed --last 50',
      ),
    );

  addJobOptions(jobs.command('submit'))
    .description('queue a prompt; its id alone is printed')
    .option('--json', 'print JSON')
    .action(async (words: readonly string[], options: JsonOption & JobValues, command: Command) => {
      const client = await commandClient(command, terminal);
      const body = await jobBody(words, options, terminal);
      const job = await client.json<JobJson>('POST', '/v1/jobs', { body });
      writeNote(terminal, `"headless-claude jobs follow ${job.id}" shows its answer.`);
      show(terminal, options, job, ({ id }) => `${id}\n`);
    });

  jobs
    .command('list')
    .description('list jobs, newest first')
    .addOption(new Option('--status <status>', 'only these').choices(STATUSES))
    .option('--last <n>', 'so many at most', parseCount, 20)
    .option('--json', 'print JSON')
    .action(async ({ status, last, ...options }: ListOptions, command: Command) => {
      const client = await commandClient(command, terminal);
      const found = await listAll<JobSummaryJson>(client, '/v1/jobs', { most: last, query: { status } });
      show(terminal, options, found, jobTable);
    });

  jobs
    .command('show')
    .description('show a job, and its answer if it has one')
    .argument('<id>')
    .option('--json', 'print JSON')
    .action(async (id: string, options: JsonOption, command: Command) => {
      const client = await commandClient(command, terminal);
      show(terminal, options, await client.json<JobJson>('GET', pathOf(id)), jobDetails);
    });

  jobs
    .command('follow')
    .description('write the answer as it comes, until the job has ended')
    .argument('<id>')
    .option('--json', 'print the ended job as JSON')
    .action(async (id: string, { json }: JsonOption, command: Command) => {
      const client = await commandClient(command, terminal);
      const waiting = showWaiting(terminal, 'Waiting for the job');
      try {
        const ended = await followJob(client, id, (event) => {
          if (json) return;
          waiting.stop();
          if (event.kind === 'again') writeNote(terminal, '\nIts run failed, and is started again.');
          else showEvent(terminal, event);
        });
        waiting.stop();
        if (json) writeJson(terminal, await client.json<JobJson>('GET', pathOf(id)));
        else if (ended.run) showEnd(terminal, ended.run);
        checkEnded(ended);
      } finally {
        waiting.stop();
      }
    });

  jobs
    .command('cancel')
    .description('cancel a job: one that waits never starts, one that runs is stopped')
    .argument('<id>')
    .option('--json', 'print JSON')
    .action(async (id: string, options: JsonOption, command: Command) => {
      const client = await commandClient(command, terminal);
      show(terminal, options, await client.json<JobJson>('POST', `${pathOf(id)}/cancel`), jobDetails);
    });
};
