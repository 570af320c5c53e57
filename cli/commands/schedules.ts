import { type Command, Option } from 'commander';
import { CommandError } from '#cli/command-error.ts';
import { EXIT_CODES } from '#cli/exit-codes.ts';
import { listAll } from '#cli/http/list-all.ts';
import { instant } from '#cli/output/format.ts';
import { table } from '#cli/output/table.ts';
import { writeNote } from '#cli/output/write.ts';
import type { Terminal } from '#cli/terminal.ts';
import type { ScheduleJson, ScheduleSummaryJson } from '#core/schedules/schedule-json.ts';
import type { ScheduleRunJson } from '#core/schedules/schedule-run-json.ts';
import { commandClient } from './command-client.ts';
import { examples } from './examples.ts';
import { addJobOptions, type JobValues, jobBody } from './job-options.ts';
import { type JsonOption, show } from './show.ts';

interface CreateOptions extends JsonOption, JobValues {
  readonly name?: string;
  readonly cron?: string;
  readonly every?: string;
  readonly timeZone?: string;
  readonly missedRuns?: string;
}

/** How many of its runs are shown with a schedule. */
const RUNS_SHOWN = 10;

const timesOf = ({ schedule }: ScheduleSummaryJson): string =>
  'cron' in schedule ? schedule.cron : `every ${schedule.every}`;

const scheduleTable = (schedules: readonly ScheduleSummaryJson[]): string =>
  table(
    ['ID', 'NAME', 'WHEN', 'TIME ZONE', 'STATE', 'NEXT RUN'].map((title) => ({ title })),
    schedules.map((schedule) => [
      ...[schedule.id, schedule.name ?? '-', timesOf(schedule), schedule.time_zone],
      ...[schedule.enabled ? 'enabled' : 'paused', instant(schedule.next_runs[0] ?? null)],
    ]),
  );

const runTable = (runs: readonly ScheduleRunJson[]): string =>
  table(
    ['DUE', 'TRIGGER', 'STATUS', 'JOB', 'REASON'].map((title) => ({ title })),
    runs.map((run) => [
      ...[instant(run.due_at), run.trigger, run.status ?? 'gone', run.job_id ?? '-', run.reason ?? '-'],
    ]),
  );

const pathOf = (id: string): string => `/v1/schedules/${encodeURIComponent(id)}`;

/** @throws CommandError unless it is said when to run, once. */
const timingOf = ({ cron, every }: CreateOptions): object => {
  if (cron !== undefined) return { cron };
  if (every !== undefined) return { every };
  const hint = 'Give --cron "0 7 * * 1-5", or --every "2 hours".';
  throw new CommandError('When? The times are missing.', { exitCode: EXIT_CODES.usage, hint });
};

/** `schedules …`: jobs that are made again and again. */
export const addSchedules = (program: Command, terminal: Terminal): void => {
  const schedules = program
    .command('schedules')
    .description('jobs that are made again and again')
    .addHelpText(
      'after',
      examples(
        'schedules create --cron "0 7 * * 1-5" --time-zone Europe/Zurich --profile chat "Write a greeting"',
        'schedules create --every "2 hours" --name watch --max-cost 0.20 "What is new?"',
        'schedules pause sch_01kb…',
      ),
    );

  addJobOptions(schedules.command('create'))
    .description('create a schedule')
    .addOption(new Option('--cron <expression>', 'minute, hour, day of month, month, day of week').conflicts('every'))
    .option('--every <interval>', 'such as "5 minutes", "1 hour" or "2 days"')
    .option('--time-zone <zone>', 'whose clocks --cron means, such as Europe/Zurich')
    .option('--name <name>')
    .addOption(new Option('--missed-runs <what>', 'what becomes of them').choices(['skip', 'run_once']))
    .option('--json', 'print JSON')
    .action(async (words: readonly string[], options: CreateOptions, command: Command) => {
      const { name, timeZone, missedRuns } = options;
      const schedule = timingOf(options);
      const client = await commandClient(command, terminal);
      const job = await jobBody(words, options, terminal);
      const body = { name, schedule, time_zone: timeZone, missed_runs: missedRuns, job };
      show(terminal, options, await client.json<ScheduleJson>('POST', '/v1/schedules', { body }));
    });

  schedules
    .command('list')
    .description('list schedules, newest first')
    .option('--json', 'print JSON')
    .action(async (options: JsonOption, command: Command) => {
      const client = await commandClient(command, terminal);
      show(terminal, options, await listAll<ScheduleSummaryJson>(client, '/v1/schedules'), scheduleTable);
    });

  schedules
    .command('show')
    .description(`show a schedule, and its last ${RUNS_SHOWN} runs; --json has the schedule alone`)
    .argument('<id>')
    .option('--json', 'print JSON')
    .action(async (id: string, options: JsonOption, command: Command) => {
      const client = await commandClient(command, terminal);
      show(terminal, options, await client.json<ScheduleJson>('GET', pathOf(id)));
      if (options.json) return;
      const runs = await listAll<ScheduleRunJson>(client, `${pathOf(id)}/runs`, { most: RUNS_SHOWN });
      if (runs.length > 0) terminal.stdout.write(`\n${runTable(runs)}`);
    });

  for (const [verb, enabled] of [
    ['pause', false],
    ['resume', true],
  ] as const) {
    schedules
      .command(verb)
      .description(enabled ? 'let a paused schedule run again' : 'let a schedule not run until it is resumed')
      .argument('<id>')
      .option('--json', 'print JSON')
      .action(async (id: string, options: JsonOption, command: Command) => {
        const client = await commandClient(command, terminal);
        show(terminal, options, await client.json<ScheduleJson>('PATCH', pathOf(id), { body: { enabled } }));
      });
  }

  schedules
    .command('run')
    .description('make the job of a schedule now; its id alone is printed')
    .argument('<id>')
    .option('--json', 'print JSON')
    .action(async (id: string, options: JsonOption, command: Command) => {
      const client = await commandClient(command, terminal);
      const run = await client.json<ScheduleRunJson>('POST', `${pathOf(id)}/run`);
      writeNote(terminal, `"headless-claude jobs follow ${run.job_id}" shows its answer.`);
      show(terminal, options, run, ({ job_id: jobId }) => `${jobId}\n`);
    });

  schedules
    .command('delete')
    .description('delete a schedule; jobs that it has made stay')
    .argument('<id>')
    .action(async (id: string, _options: object, command: Command) => {
      const client = await commandClient(command, terminal);
      await client.call('DELETE', pathOf(id));
      writeNote(terminal, `${id} is deleted.`);
    });
};
