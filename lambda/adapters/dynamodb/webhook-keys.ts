import type { TableKey } from './keys.ts';
import { openShards, openSk } from './open-shards.ts';

/** Where the index notes when deliveries are to be looked at. */
export const OPEN_DELIVERIES = openShards('DELIVERIES');

/** Partition of all that the webhook function reaches (lib/storage.ts), and of nothing else. */
export const webhooksPk = (tenantId: string): string => `WEBHOOKS#${tenantId}`;

/** Sorts by age: ids do, but for that of the built-in one. */
export const webhookSk = (id: string): string => `WEBHOOK#${id}`;

/** Where a webhook is. */
export const webhookKey = (tenantId: string, id: string): TableKey => ({ pk: webhooksPk(tenantId), sk: webhookSk(id) });

/** Sorts by time, then by id. */
export const eventSk = (createdAtMs: number, id: string): string => `EVENT#${openSk(createdAtMs)}#${id}`;

/** Where an event is. */
export const eventKey = (tenantId: string, createdAtMs: number, id: string): TableKey => ({
  pk: webhooksPk(tenantId),
  sk: eventSk(createdAtMs, id),
});

/** Sorts by the time of the event: ids do. */
export const deliverySk = (webhookId: string, id: string): string => `DELIVERY#${webhookId}#${id}`;

/** Where a delivery is. */
export const deliveryKey = (tenantId: string, webhookId: string, id: string): TableKey => ({
  pk: webhooksPk(tenantId),
  sk: deliverySk(webhookId, id),
});
