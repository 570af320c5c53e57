import { ServiceError } from '#core/errors/service-error.ts';
import { afterOutcome, type Outcome } from './after-outcome.ts';
import { changeWebhook } from './change-webhook.ts';
import type { DeliverPorts } from './deliver-ports.ts';
import type { Webhook } from './webhook.ts';

/** Notes with a webhook how an attempt to deliver to it went, and disables it if it is to be told nothing any more. */
export const noteOutcome = async (
  known: Webhook,
  outcome: Outcome,
  ports: Pick<DeliverPorts, 'webhooks' | 'newWebhookSecret' | 'clock' | 'deliveryPolicy' | 'log'>,
): Promise<void> => {
  const { deliveryPolicy, log } = ports;
  const { tenantId, id } = known;
  // As nearly always: so it need not be read again.
  if (afterOutcome(known, outcome, deliveryPolicy.disableAfterMs) === known) return;
  let isDisabledNow = false;
  const change = (webhook: Webhook): Webhook => {
    const after = afterOutcome(webhook, outcome, deliveryPolicy.disableAfterMs);
    isDisabledNow = after.disabled !== webhook.disabled;
    return after;
  };
  try {
    const { disabled } = await changeWebhook(tenantId, id, change, ports);
    const facts = { tenant_id: tenantId, webhook_id: id, reason: disabled?.reason };
    if (isDisabledNow) log({ level: 'warn', message: 'a webhook was disabled', ...facts });
  } catch (error) {
    // It was deleted meanwhile.
    if (!(error instanceof ServiceError && error.code === 'not_found')) throw error;
  }
};
