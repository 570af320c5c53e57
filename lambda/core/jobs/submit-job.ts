import type { Principal } from '#core/auth/principal.ts';
import type { Clock } from '#core/clock.ts';
import { expirySeconds } from '#core/expiry-seconds.ts';
import { sendOrTakeBack } from '#core/queue/send-or-take-back.ts';
import type { WorkQueue } from '#core/queue/work-queue.ts';
import type { TextStore } from '#core/texts/text-store.ts';
import { type CheckJobPorts, checkJobBody } from './check-job-body.ts';
import { DEFAULT_ATTEMPTS } from './default-attempts.ts';
import type { Job } from './job.ts';
import type { JobBody } from './job-body.ts';
import type { JobStore } from './job-store.ts';
import { requestText } from './job-texts.ts';
import { queuedCheckAtMs } from './job-transitions.ts';
import { ownerOf } from './owner-of.ts';

/** What submitting a job needs of the world. */
export interface SubmitJobPorts extends CheckJobPorts {
  readonly jobs: JobStore;
  readonly texts: TextStore;
  readonly queue: WorkQueue;
  readonly clock: Clock;
  readonly newId: (prefix: string, atMs: number) => string;
}

/** A job to be made. */
export interface JobOrder {
  readonly body: JobBody;
  readonly principal: Pick<Principal, 'kind' | 'id' | 'tenantId' | 'scopes'> &
    Pick<Partial<Principal>, 'models' | 'profiles'>;
  readonly requestId: string;
  /**
   * Its id, so that making it again makes nothing.
   * @default - a new one
   */
  readonly id?: string;
  readonly scheduleId?: string;
}

const DAY_MS = 86_400_000;

/** Takes back a job whose message could not be sent. @returns the job, if a worker has it although that failed. */
const takeBack = async (job: Job, { jobs, texts }: SubmitJobPorts): Promise<Job | undefined> => {
  if (!(await jobs.delete(job))) return jobs.get(job.tenantId, job.id);
  await texts.delete(requestText(job));
  return undefined;
};

/**
 * Stores a job and queues it: from here on it comes to an end, whatever dies.
 *
 * @throws ServiceError for a request that could never run; `unavailable` if it could not be queued: then it is not there,
 *   nor its request.
 */
export const submitJob = async (order: JobOrder, ports: SubmitJobPorts): Promise<Job> => {
  const { jobs, texts, queue, settings, clock, newId } = ports;
  const { body, principal, requestId, scheduleId } = order;
  const profile = checkJobBody(body, principal, ports);
  const nowMs = clock();
  const { tenantId } = principal;
  const startBeforeMs = nowMs + DAY_MS;
  const job: Job = {
    id: order.id ?? newId('job', nowMs),
    tenantId,
    owner: ownerOf(principal),
    requestId,
    status: 'queued',
    metadata: body.metadata,
    ...(body.webhook_url !== undefined && { webhookUrl: body.webhook_url }),
    ...(scheduleId !== undefined && { scheduleId }),
    createdAtMs: nowMs,
    startBeforeMs,
    attempts: 0,
    maxAttempts: body.max_attempts ?? DEFAULT_ATTEMPTS[profile],
    costMicroUsd: 0,
    checkAtMs: queuedCheckAtMs({ startBeforeMs }, nowMs),
    expiresAtSeconds: expirySeconds(nowMs, settings),
    version: 1,
  };
  await texts.put(requestText(job), JSON.stringify(body), job.expiresAtSeconds);
  const isNew = await jobs.create(job);
  const sent = await sendOrTakeBack(
    job,
    () => queue.send([{ kind: 'job', tenantId, jobId: job.id }]),
    async () => (isNew ? takeBack(job, ports) : undefined),
  );
  return isNew ? sent : ((await jobs.get(tenantId, job.id)) ?? job);
};
