import { ServiceError } from '#core/errors/service-error.ts';
import { replaceLatest } from '#core/replace-latest.ts';
import type { Delivery } from './delivery.ts';
import type { DeliveryStore } from './delivery-store.ts';

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
    read: async () => {
      const delivery = await deliveries.get(tenantId, webhookId, id);
      if (!delivery) throw new ServiceError('not_found', `There is no delivery "${id}" any more.`);
      return delivery;
    },
    replace: deliveries.replace,
    change,
  });
};
