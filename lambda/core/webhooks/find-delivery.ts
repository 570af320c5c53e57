import { ServiceError } from '#core/errors/service-error.ts';
import type { Delivery } from './delivery.ts';
import type { DeliveryStore } from './delivery-store.ts';

/** Which delivery of a tenant. */
export interface DeliveryRef {
  readonly tenantId: string;
  readonly webhookId: string;
  readonly deliveryId: string;
}

/** The delivery with that id. @throws ServiceError `not_found`. */
export const findDelivery = async (
  { tenantId, webhookId, deliveryId }: DeliveryRef,
  deliveries: Pick<DeliveryStore, 'get'>,
): Promise<Delivery> => {
  const delivery = await deliveries.get(tenantId, webhookId, deliveryId);
  if (delivery) return delivery;
  throw new ServiceError('not_found', `There is no delivery "${deliveryId}" here. It may have expired.`);
};
