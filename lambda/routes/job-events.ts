import { ServiceError } from '#core/errors/service-error.ts';
import { findJob } from '#core/jobs/find-job.ts';
import { jobEvents } from '#core/jobs/job-events.ts';
import { hasEnded } from '#core/jobs/job-transitions.ts';
import { watchCaller } from '#core/prompts/watch-caller.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { RouteHandler } from '#lambda/http/api-request.ts';

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
    const job = await findJob(request.principal.tenantId, request.pathParameters['id'] ?? '', ports.jobs);
    const afterSeq = request.query.after ?? readLastEventId(request.headers['last-event-id']);
    if (hasEnded(job) && afterSeq > (await ports.jobEvents.lastSeq(job))) {
      return { status: 204, body: { contentType: 'text/event-stream', text: '' } };
    }
    const gone = new AbortController();
    // Whoever may not read any more is cut off, as a run of theirs would be.
    const reader = watchCaller({ principalId: request.principal.id, tenantId: request.principal.tenantId }, ports);
    const signal = AbortSignal.any([gone.signal, reader.signal]);
    const frames = async function* () {
      try {
        yield* jobEvents(job, afterSeq, signal, ports);
      } finally {
        reader.clear();
      }
    };
    const cancel = () => {
      gone.abort();
      reader.clear();
    };
    return { body: { frames: frames(), cancel } };
  };
