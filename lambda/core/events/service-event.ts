import { z } from 'zod';

/** What webhooks may be told of: `<resource>.<past tense>`. More may come. */
export const EventType = z.enum([
  ...(['job.completed', 'job.failed', 'job.canceled', 'job.expired'] as const),
  ...(['batch.completed', 'batch.failed', 'batch.expired', 'batch.canceled'] as const),
  ...(['budget.threshold_reached', 'budget.exceeded'] as const),
  'webhook.test',
]);
export type EventType = z.infer<typeof EventType>;

/** Something that happened to a tenant's resource, as its webhooks are told of it. */
export interface ServiceEvent {
  /** `evt_…`: the same however often it is published, and so the `webhook-id` of every attempt to deliver it. */
  readonly id: string;
  readonly type: EventType;
  readonly tenantId: string;
  /** The same however often it is published, too. */
  readonly createdAtMs: number;
  /** What the event is about, as JSON: ids, states, counts and costs, never a prompt or an answer. */
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Sees to it that the tenant's webhooks, and that address if there is one, are told of an event.
 *
 * Once it resolves, the deliveries are stored and will be tried, whatever dies. Safe to repeat: an event that was
 * published before is not told again.
 */
export type PublishEvent = (event: ServiceEvent, url?: string) => Promise<void>;
