import { ServiceError } from '#core/errors/service-error.ts';
import { jobEvents } from '#core/jobs/job-events.ts';
import { hasEnded } from '#core/jobs/job-transitions.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { RouteHandler } from '#lambda/http/api-request.ts';
import { findJob } from './jobs.ts';

const readLastEventId = (header: string | undefined): number => {
  if (header === undefined || header === '') return 0;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  throw new ServiceError('invalid_request', `Last-Event-ID must be the id of an event of this job, not "${header}".`);
};

/**
 * `GET /v1/jobs/{id}/events`: what has happened, and what happens until the end.
 *
 * Whoever has seen the last event gets a 204, at which a browser's EventSource stops coming back.
 */
export const getJobEvents =
  (ports: ApiPorts): RouteHandler<'getJobEvents'> =>
  async (request) => {
    const job = await findJob(request, ports);
    const afterSeq = request.query.after ?? readLastEventId(request.headers['last-event-id']);
    if (hasEnded(job) && afterSeq > (await ports.jobEvents.lastSeq(job))) {
      return { status: 204, body: { contentType: 'text/event-stream', text: '' } };
    }
    const gone = new AbortController();
    return { body: { frames: jobEvents(job, afterSeq, gone.signal, ports), cancel: () => gone.abort() } };
  };
