import { replaceLatest } from '#core/replace-latest.ts';
import type { Delivery } from './delivery.ts';
import type { DeliveryStore } from './delivery-store.ts';
import { findDelivery } from './find-delivery.ts';

/**
 * Changes a delivery, whoever else changes it at the same time: nobody undoes what another has done.
 *
 * @param known the delivery as last seen.
 * @returns the delivery as it now stands.
 * @throws ServiceError `not_found` if it has expired, `unavailable` if others change it all the time.
 */
export const changeDelivery = (
  known: Delivery,
  change: (delivery: Delivery) => Delivery,
  deliveries: DeliveryStore,
): Promise<Delivery> => {
  const { tenantId, webhookId, id } = known;
  return replaceLatest({
    name: `The delivery ${id}`,
    known,
    read: () => findDelivery({ tenantId, webhookId, deliveryId: id }, deliveries),
    replace: deliveries.replace,
    change,
  });
};
