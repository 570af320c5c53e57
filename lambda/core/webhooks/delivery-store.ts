import type { Delivery, DeliveryStatus } from './delivery.ts';

/** Which deliveries of a webhook to list, newest event first. */
export interface DeliveryQuery {
  readonly limit: number;
  /** Only deliveries that come after the one with this id. */
  readonly after?: string;
  readonly status?: DeliveryStatus;
}

/** A page of deliveries. */
export interface DeliveryPage {
  readonly deliveries: readonly Delivery[];
  readonly hasMore: boolean;
  /** What the next page comes `after`; with a filter a page may be short, or empty, and have more. */
  readonly lastId?: string;
}

/** Where deliveries are kept. Every call but `listOpen` is confined to one webhook of one tenant. */
export interface DeliveryStore {
  /** Stores a new delivery. @returns false if there is one with its id. */
  create(delivery: Delivery): Promise<boolean>;
  /** As last written. */
  get(tenantId: string, webhookId: string, id: string): Promise<Delivery | undefined>;
  list(tenantId: string, webhookId: string, query: DeliveryQuery): Promise<DeliveryPage>;
  /**
   * Stores what has become of a delivery, if nobody else has changed it since it was read.
   *
   * @returns the delivery as stored, with its new version; `undefined` if somebody else was faster, or it is not there.
   */
  replace(delivery: Delivery): Promise<Delivery | undefined>;
  /** Pending deliveries to be looked at before that time, of all tenants. */
  listOpen(checkBeforeMs: number): AsyncIterable<Delivery>;
}
