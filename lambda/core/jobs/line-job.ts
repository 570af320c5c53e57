import type { z } from 'zod';
import { BatchLine, Job } from './job.ts';

/** A job that is a line of a batch. */
export const LineJob = Job.extend({ batchLine: BatchLine });
export type LineJob = z.infer<typeof LineJob>;

/** Whether a job is a line of a batch. */
export const isLine = (job: Job): job is LineJob => job.batchLine !== undefined;
