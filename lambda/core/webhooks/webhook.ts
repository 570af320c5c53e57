import { z } from 'zod';
import { EventType } from '#core/events/service-event.ts';

/** The id of a tenant's built-in webhook: what it sends goes to addresses that are named elsewhere, such as a job's. */
export const DEFAULT_WEBHOOK_ID = 'default';

/** Why a webhook is told nothing: somebody asked for that, it said that it is gone, or it failed for days. */
export const DisabledReason = z.enum(['requested', 'gone', 'failing']);

/** An address of a tenant that is told of events. */
export const Webhook = z.object({
  /** `whe_…`, which sorts by time, or `default`. */
  id: z.string(),
  tenantId: z.string(),
  /** Absent from the built-in one only. */
  url: z.string().exactOptional(),
  description: z.string().exactOptional(),
  /**
   * What it is told of.
   * @default - everything
   */
  events: z.array(EventType).exactOptional(),
  metadata: z.record(z.string(), z.string()),
  /** `whsec_…`: kept as it is, for what is sent is signed with it. */
  secret: z.string(),
  /** The secret until the last rotation, which signs beside the present one until `previousUntilMs`. */
  previousSecret: z.string().exactOptional(),
  previousUntilMs: z.int().exactOptional(),
  createdAtMs: z.int(),
  disabled: z.object({ atMs: z.int(), reason: DisabledReason }).exactOptional(),
  /** The first attempt that failed since the last that did not; absent: the last one did not fail. */
  failingSinceMs: z.int().exactOptional(),
  /** Rises with every change. */
  version: z.int(),
});
export type Webhook = z.infer<typeof Webhook>;
