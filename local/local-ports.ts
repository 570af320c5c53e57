import { reportError as report } from '#adapters/system/json-log.ts';
import { logBudgetEvent } from '#adapters/system/log-budget-event.ts';
import { namedId } from '#adapters/system/named-id.ts';
import { newId } from '#adapters/system/new-id.ts';
import { repeat } from '#adapters/system/repeat.ts';
import { sleep } from '#adapters/system/sleep.ts';
import { startDeadline } from '#adapters/system/start-deadline.ts';
import { newWebhookSecret } from '#adapters/webhooks/new-webhook-secret.ts';
import { createBatchLines } from '#core/batches/batch-lines.ts';
import type { EmitBudgetEvent } from '#core/budgets/budget-event.ts';
import { emitToAll } from '#core/budgets/emit-to-all.ts';
import { createPublishBudgetEvent } from '#core/budgets/publish-budget-event.ts';
import type { Settings } from '#core/settings.ts';
import { createPublishEvent } from '#core/webhooks/publish-event.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { HandlerPorts } from '#lambda/work-handlers.ts';
import type { LogPorts } from '#middleware/request-log.ts';
import type { OpenGate } from './open-gate.ts';
import type { Stores } from './open-stores.ts';

/** What the functions are made of, on this machine. */
export interface LocalParts extends LogPorts {
  readonly settings: Settings;
  readonly stores: Stores;
  readonly gate: OpenGate;
  readonly queue: ApiPorts['queue'];
  readonly deliveryQueue: ApiPorts['deliveryQueue'];
  readonly scheduler: ApiPorts['scheduler'];
  readonly shutdown: AbortSignal;
  /** @default - the log */
  readonly emitBudgetEvent?: EmitBudgetEvent;
}

/** All that the api function and the worker need of the world, on this machine. */
export type LocalPorts = ApiPorts & HandlerPorts & Stores;

/** Puts together what the functions need, as lambda/run-ports.ts does on AWS. */
export const localPorts = ({ stores, gate, emitBudgetEvent = logBudgetEvent, ...parts }: LocalParts): LocalPorts => {
  const publishEvent = createPublishEvent({ ...stores, ...parts, namedId });
  return {
    ...stores,
    runner: gate.runner,
    upstream: gate.upstream,
    ...(gate.meter && { meter: gate.meter }),
    ...parts,
    publishEvent,
    emitBudgetEvent: emitToAll(
      emitBudgetEvent,
      createPublishBudgetEvent({ publishEvent, namedId, clock: parts.clock, report }),
    ),
    // Who is on this machine may have its receivers here, too.
    addressPolicy: { allowsLoopback: true },
    newWebhookSecret,
    lines: createBatchLines({ ...stores, queue: parts.queue }),
    random: Math.random,
    newId,
    namedId,
    repeat,
    sleep,
    startDeadline,
    report,
  };
};
