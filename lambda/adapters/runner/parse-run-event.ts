import { ServiceError } from '#core/errors/service-error.ts';
import { readJson } from '#core/runs/read-json.ts';
import type { RunMetrics } from '#core/runs/run-event.ts';
import { RunEvent } from '#core/runs/run-event.ts';
import type { RunRequest } from '#core/runs/run-request.ts';

const metricsOf = (event: RunEvent): RunMetrics | undefined => {
  if (event.kind === 'usage') return event.metrics;
  if (event.kind === 'result') return event.result.metrics;
  return event.kind === 'error' ? event.failure.metrics : undefined;
};

/**
 * One line of the runner's output as an event.
 *
 * The runner is not trusted: usage of models that the run was not given would become counters of the tenant.
 *
 * @throws ServiceError `cli_failed` if it is not an event that this run can have.
 */
export const parseRunEvent = (line: string, { models }: RunRequest): RunEvent => {
  const { data: event } = RunEvent.safeParse(readJson(line));
  const isOffered = (name: string) => models.some(({ id }) => id === name);
  if (event && (metricsOf(event)?.modelUsage ?? []).every(({ model }) => isOffered(model))) return event;
  throw new ServiceError('cli_failed', 'The runner sent something that is not an event of this run.', {
    source: 'cli',
  });
};
