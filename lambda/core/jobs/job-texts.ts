import type { TextName } from '#core/texts/text-store.ts';
import type { Job } from './job.ts';

type Owned = Pick<Job, 'tenantId' | 'id'>;

/** Where the request of a job is kept: the JSON of a `JobBody`. */
export const requestText = ({ tenantId, id }: Owned): TextName => ({ tenantId, name: `${id}/request` });

/** Where the answer to a line of a batch is kept: JSON, in the words of its API. */
export const answerText = ({ tenantId, id }: Owned): TextName => ({ tenantId, name: `${id}/answer` });
