import type { Prompt, PromptError } from '#core/prompts/prompt.ts';
import type { PromptStore } from '#core/prompts/prompt-store.ts';
import type { WorkQueue } from '#core/queue/work-queue.ts';
import type { RunResult } from '#core/runs/run-event.ts';
import { sweepEach } from '#core/sweep-each.ts';
import type { TextStore } from '#core/texts/text-store.ts';
import { changeAttempt } from './change-attempt.ts';
import { type ConcludePorts, concludeJob, finishJob } from './conclude-job.ts';
import type { Job } from './job.ts';
import { answerText } from './job-texts.ts';
import { hasEnded, type JobEnding, queuedCheckAtMs, requeueJob } from './job-transitions.ts';
import { isLine, type LineJob } from './line-job.ts';
import { neverRan } from './never-ran.ts';
import { mayStartAgain } from './retry-delay.ts';

/** What sweeping jobs needs of the world. */
export interface SweepJobsPorts extends ConcludePorts {
  readonly prompts: Pick<PromptStore, 'get'>;
  readonly texts: TextStore;
  readonly queue: WorkQueue;
}

const ZERO_TIMINGS = { durationMs: 0, overheadMs: 0 };

const isAnswered = ({ status }: Prompt): boolean => status === 'completed' || status === 'incomplete';

/** The result that a prompt's record was made of. */
const toResult = (prompt: Prompt): RunResult => ({
  text: prompt.response ?? '',
  stopReason: prompt.stopReason ?? 'end_turn',
  ...(prompt.toolCalls && { toolCalls: [...prompt.toolCalls] }),
  turns: prompt.turns ?? 1,
  sessionId: prompt.sessionId ?? '',
  metrics: prompt.metrics,
  timings: prompt.timings ?? ZERO_TIMINGS,
});

/** Whether a crash came between the answer of a line's prompt and that of the line. */
const lacksAnswer = async (line: LineJob, prompt: Prompt, { texts }: SweepJobsPorts): Promise<boolean> =>
  isAnswered(prompt) && (await texts.get(answerText(line))) === undefined;

const restoreAnswer = async (line: LineJob, prompt: Prompt, { texts, lines }: SweepJobsPorts): Promise<void> => {
  const result = toResult(prompt);
  const events = result.text === '' ? [] : [{ kind: 'text' as const, text: result.text }];
  const answer = await lines.answerOf(line, { prompt, result, events });
  await texts.put(answerText(line), JSON.stringify(answer), line.expiresAtSeconds);
};

const send = ({ tenantId, id }: Job, { queue }: SweepJobsPorts): Promise<void> =>
  queue.send([{ kind: 'job', tenantId, jobId: id }]);

/** What becomes of a job that was queued a while ago: its message may have been lost. */
const sweepQueued = async (job: Job, ports: SweepJobsPorts): Promise<void> => {
  const nowMs = ports.clock();
  if (job.startBeforeMs <= nowMs) {
    await finishJob(job, { status: 'expired' }, ports);
    return;
  }
  const noted = await ports.jobs.replace({ ...job, checkAtMs: queuedCheckAtMs(job, nowMs) });
  if (noted) await send(job, ports);
};

const INTERRUPTED: PromptError = {
  code: 'interrupted',
  message: 'The service stopped while this job was running, and it may not be started again: see max_attempts.',
  source: 'gateway',
};

/** How a job ends by how its prompt did; `undefined`: it may be started again. */
const endingOf = (job: Job, prompt: Prompt | undefined): JobEnding | undefined => {
  const cost = prompt && { costMicroUsd: prompt.metrics.costMicroUsd };
  if (prompt && isAnswered(prompt)) return { status: 'completed', ...cost };
  if (job.status === 'canceling' || prompt?.status === 'canceled') return { status: 'canceled', ...cost };
  const { error } = prompt ?? {};
  if (!error || mayStartAgain(job, error.code) || (prompt && neverRan(prompt))) return undefined;
  return { status: 'failed', error: error.code === 'interrupted' ? INTERRUPTED : error, ...cost };
};

/** The prompt of a job as it tells what becomes of that, and the line's answer restored, if there is still one to be had. */
const readPrompt = async (job: Job, ports: SweepJobsPorts): Promise<Prompt | undefined> => {
  const prompt = job.promptId === undefined ? undefined : await ports.prompts.get(job.tenantId, job.promptId);
  if (!prompt || !isLine(job) || !(await lacksAnswer(job, prompt, ports))) return prompt;
  // Of a prompt whose text was not to be kept, nothing is left to answer with.
  if (!prompt.store) return { ...prompt, status: 'failed', error: INTERRUPTED };
  await restoreAnswer(job, prompt, ports);
  return prompt;
};

/** What becomes of a job that nobody runs any more: its prompt tells how far it came. */
const sweepStarted = async (job: Job, ports: SweepJobsPorts): Promise<void> => {
  const prompt = await readPrompt(job, ports);
  // The sweep of prompts ends it, and the next of jobs finds it ended.
  if (prompt?.status === 'in_progress') return;
  const ending = endingOf(job, prompt);
  if (ending) {
    await finishJob(job, ending, ports);
    return;
  }
  // A prompt that is not there was never accepted: that attempt does not count.
  const came = prompt && { costMicroUsd: prompt.metrics.costMicroUsd, neverRan: neverRan(prompt) };
  const requeueing = { afterMs: 0, ...came };
  const queued = await changeAttempt(job, (latest) => requeueJob(latest, requeueing, ports.clock()), ports.jobs);
  if (queued.status === 'queued') await send(queued, ports);
};

const sweepJob = async (job: Job, ports: SweepJobsPorts): Promise<true> => {
  if (hasEnded(job)) await concludeJob(job, ports);
  else if (job.status === 'queued') await sweepQueued(job, ports);
  else await sweepStarted(job, ports);
  return true;
};

/**
 * Takes further the jobs that a crash left, of all tenants. To be done after the sweep of prompts.
 *
 * @param checkBeforeMs only jobs to be looked at before then; `Infinity` if nobody else runs any.
 * @returns how many there were.
 * @throws AggregateError after the last, if some could not be.
 */
export const sweepJobs = (ports: SweepJobsPorts, checkBeforeMs: number): Promise<number> =>
  sweepEach(ports.jobs.listOpen(checkBeforeMs), (job) => sweepJob(job, ports));
