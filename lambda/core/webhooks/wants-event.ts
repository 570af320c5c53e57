import type { EventType } from '#core/events/service-event.ts';
import type { Webhook } from './webhook.ts';

/** Whether a webhook is to be told of events of that type. A test is for one webhook, whatever that wants. */
export const wantsEvent = ({ events }: Webhook, type: EventType): boolean =>
  type !== 'webhook.test' && (events === undefined || events.includes(type));
