import type { Job } from '#core/jobs/job.ts';
import type { LineCounts } from './batch.ts';

/** As what a line that has ended is counted; undefined if it has not. */
export const countedAs = ({ status }: Pick<Job, 'status'>): keyof LineCounts | undefined => {
  switch (status) {
    case 'completed':
      return 'succeeded';
    case 'failed':
      return 'errored';
    case 'canceled':
    case 'expired':
      return status;
    default:
      return undefined;
  }
};
