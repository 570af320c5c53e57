import { ServiceError } from '#core/errors/service-error.ts';
import type { AdmittedPrompt } from '#core/prompts/admit-prompt.ts';
import { type EndedPrompt, type RunPorts, runPrompt } from '#core/prompts/run-prompt.ts';
import type { WorkOutcome } from '#core/queue/work-queue.ts';
import { type AdmitJobPorts, admitJob } from './admit-job.ts';
import { changeAttempt } from './change-attempt.ts';
import { type ConcludePorts, concludeJob, finishJob } from './conclude-job.ts';
import { type FollowPorts, followJob } from './follow-job.ts';
import type { Job } from './job.ts';
import { hasEnded, type JobEnding, type Requeueing, requeueJob, startJob } from './job-transitions.ts';
import { neverRan } from './never-ran.ts';
import { refusedWaitMs, retryDelayMs, waitMs } from './retry-delay.ts';

/** What running a job needs of the world. */
export interface RunJobPorts extends AdmitJobPorts, RunPorts, FollowPorts, ConcludePorts {
  readonly newId: (prefix: string, atMs: number) => string;
  readonly random: () => number;
}

const DONE: WorkOutcome = { kind: 'done' };

/** Longer than a worker needs to have the prompt let in, waits for a late runner, and then needs to end the job. */
const WORKER_GRACE_MS = 120_000;

const endingOf = ({ prompt, last }: EndedPrompt): JobEnding => {
  const { costMicroUsd } = prompt.metrics;
  if (last.kind === 'result') return { status: 'completed', costMicroUsd };
  const { code, message, source } = last.failure;
  if (code === 'canceled') return { status: 'canceled', costMicroUsd };
  return { status: 'failed', error: { code, message, source }, costMicroUsd };
};

/** Puts the job back into the queue, unless it was canceled meanwhile. */
const again = async (job: Job, requeueing: Requeueing, ports: RunJobPorts): Promise<WorkOutcome> => {
  const nowMs = ports.clock();
  const queued = await changeAttempt(job, (latest) => requeueJob(latest, requeueing, nowMs), ports.jobs);
  if (queued.status === 'queued') return { kind: 'again', afterSeconds: Math.ceil(requeueing.afterMs / 1000) };
  await finishJob(job, { ...requeueing, status: 'canceled' }, ports);
  return DONE;
};

/** What becomes of a job that was not admitted. */
const refuse = async (job: Job, error: unknown, ports: RunJobPorts): Promise<WorkOutcome> => {
  const afterMs = refusedWaitMs(job, error, ports);
  if (afterMs !== undefined) return again(job, { afterMs }, ports);
  if (!(error instanceof ServiceError)) {
    // A defect, or a passing fault: the message comes again, and must find the job waiting.
    await again(job, { afterMs: 0 }, ports);
    throw error;
  }
  const { code, message, source } = error;
  // A line of a batch that is being canceled may start before it is its turn to be canceled.
  const ending: JobEnding =
    code === 'canceled' ? { status: 'canceled' } : { status: 'failed', error: { code, message, source } };
  await finishJob(job, ending, ports);
  return DONE;
};

/** How a job whose prompt ended so goes back into the queue; `undefined`: it has ended too. */
const requeueingOf = (job: Job, { prompt, last }: EndedPrompt, ports: RunJobPorts): Requeueing | undefined => {
  const { costMicroUsd } = prompt.metrics;
  if (last.kind === 'error' && neverRan(prompt)) {
    return { afterMs: waitMs(job, last.failure.retryAfterSeconds, ports), costMicroUsd, neverRan: true };
  }
  const afterMs = retryDelayMs(job, last, ports.random);
  return afterMs === undefined ? undefined : { afterMs, costMicroUsd };
};

const attempt = async (job: Job, promptId: string, ports: RunJobPorts): Promise<WorkOutcome> => {
  let admitted: AdmittedPrompt;
  try {
    admitted = await admitJob(job, promptId, ports);
  } catch (error) {
    return refuse(job, error, ports);
  }
  const ended = await followJob(job, admitted.prompt, runPrompt(admitted, ports), ports);
  // The sweep of prompts settles it, and that of jobs finds what it has come to: its cost is not lost, nor its answer told
  // of before it is there.
  if (!ended.isSettled) return DONE;
  const requeueing = requeueingOf(job, ended, ports);
  if (requeueing) return again(job, requeueing, ports);
  await finishJob(job, endingOf(ended), ports);
  return DONE;
};

/**
 * Runs a job that waits, to its end, and tells everybody of it.
 *
 * Safe to repeat: a job that has ended, or that somebody else runs, is left alone; a lease decides who runs it.
 */
export const runJob = async (
  { tenantId, jobId }: { readonly tenantId: string; readonly jobId: string },
  ports: RunJobPorts,
): Promise<WorkOutcome> => {
  const job = await ports.jobs.get(tenantId, jobId);
  if (!job) return DONE;
  if (hasEnded(job)) await concludeJob(job, ports);
  if (job.status !== 'queued') return DONE;
  const nowMs = ports.clock();
  if (job.startBeforeMs <= nowMs) {
    await finishJob(job, { status: 'expired' }, ports);
    return DONE;
  }
  const promptId = ports.newId('prompt', nowMs);
  const leaseEndsAtMs = nowMs + ports.settings.maxTimeoutSeconds * 1000 + WORKER_GRACE_MS;
  // Somebody else may have started or canceled it since it was read.
  const started = await ports.jobs.replace(startJob(job, promptId, nowMs, leaseEndsAtMs));
  return started ? attempt(started, promptId, ports) : DONE;
};
