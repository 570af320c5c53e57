import { reportError as report, writeLog } from '#adapters/system/json-log.ts';
import { startTimer } from '#adapters/system/start-timer.ts';
import { systemClock as clock } from '#adapters/system/system-clock.ts';
import { workGroup } from '#core/queue/work-group.ts';
import type { ScheduleMessage } from '#core/schedules/schedule-message.ts';
import { parseSettings } from '#core/settings.ts';
import type { DeliveryPolicy } from '#core/webhooks/delivery-policy.ts';
import type { DeliveryMessage } from '#core/webhooks/delivery-queue.ts';
import type { StandInModel } from '#local/model/stand-in-model.ts';
import { serveObjects } from '#local/objects/serve-objects.ts';
import { createLocalScheduler } from '#local/schedules/create-local-scheduler.ts';
import { startSchedules } from '#local/schedules/start-schedules.ts';
import { startDeliveries } from '#local/webhooks/start-deliveries.ts';
import { createLocalQueue } from '#local/work/create-local-queue.ts';
import { startSweeper } from '#local/work/start-sweeper.ts';
import { startWork } from '#local/work/start-work.ts';
import { sweepWork } from '#local/work/sweep-work.ts';
import { type Cleanup, createCleanup } from './cleanup.ts';
import type { Credentials } from './credentials.ts';
import { createFrontDoor } from './front-door.ts';
import { interruptAfter } from './interrupt-after.ts';
import { listen } from './listen.ts';
import { localPorts } from './local-ports.ts';
import { openDataDir } from './open-data-dir.ts';
import { openGate } from './open-gate.ts';
import { openModel } from './open-model.ts';
import { openRunner } from './open-runner.ts';
import { openStores } from './open-stores.ts';
import { openTokens } from './open-tokens.ts';
import { DEFAULT_OPTIONS, type LocalOptions } from './options.ts';
import { createPending } from './pending.ts';
import { StartError } from './start-error.ts';
import { trackPrompts } from './track-prompts.ts';
import { wireGateway } from './wire-gateway.ts';

/** What is left out has its default. */
export interface StartOptions extends Partial<LocalOptions> {
  /**
   * Logs no requests.
   * @default false
   */
  readonly quiet?: boolean;
  /**
   * How often, and when, webhooks are tried.
   * @default - as on AWS
   */
  readonly deliveryPolicy?: DeliveryPolicy;
  /**
   * Ends the start if it resolves before that is done.
   * @default - never
   */
  readonly stopped?: Promise<void>;
}

/** The service, running on this machine. */
export interface LocalService {
  readonly baseUrl: string;
  /** The folder that holds all data: an absolute path. */
  readonly dataDir: string;
  readonly credentials: Credentials;
  /** What answers, unless it is a model. */
  readonly standIn: StandInModel | undefined;
  /**
   * Stops the service: lets prompts that run finish, interrupts those that do not in time, and stops all that it has
   * started.
   *
   * @param graceMs how long they have.
   */
  close(graceMs?: number): Promise<void>;
}

const GRACE_MS = 30_000;

/** Each of them may wait for its receiver for a while. */
const DELIVERIES_AT_ONCE = 20;

/** Making a job is soon done. */
const SCHEDULES_AT_ONCE = 5;

const tenantOf = ({ tenantId }: { readonly tenantId: string }): string => tenantId;

/**
 * Starts the service on this machine: the same handlers as on AWS, with AWS's edges imitated.
 *
 * @throws StartError if it cannot start for a reason that the user can do something about, or was stopped.
 */
export const startLocal = async ({
  stopped = new Promise<void>(() => {}),
  ...given
}: StartOptions = {}): Promise<LocalService> => {
  const cleanup = createCleanup();
  try {
    // Not looked at between the steps: a step may hang.
    return await Promise.race([start({ ...DEFAULT_OPTIONS, ...given }, cleanup), failWhen(stopped)]);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
};

const failWhen = async (stopped: Promise<void>): Promise<never> => {
  await stopped;
  throw new StartError('Stopped before the start was complete.');
};

const start = async (options: LocalOptions & StartOptions, cleanup: Cleanup): Promise<LocalService> => {
  const settings = parseSettings(options.settings);
  const { dynamodbEndpoint, tokenIssuer, quiet = false } = options;
  const { dataDir, unlock } = await openDataDir(options.dataDir);
  cleanup.add(unlock);
  const server = await listen(options.host, options.port);
  cleanup.add(server.close);
  const { baseUrl } = server;
  const { upstream, standIn } = await openModel(options);
  cleanup.add(() => standIn?.close());
  const runner = openRunner(options);
  cleanup.add(runner.close);
  const stores = await openStores({ dataDir, dynamodbEndpoint, settings, clock });
  cleanup.add(stores.close);
  const { apiKeys, tenants, grants } = stores;
  const gate = await openGate(options.gate, { runner, upstream, grants, settings, clock });
  cleanup.add(gate.close);
  const tokens = await openTokens({
    dataDir,
    baseUrl,
    tokenIssuer,
    apiKeys,
    tenants,
    tier: settings.defaultTier,
    clock,
  });

  const pending = createPending();
  const log = quiet ? () => {} : writeLog;
  const shutdown = new AbortController();
  const queue = createLocalQueue({ workers: options.workers, groupOf: workGroup, report, startTimer });
  cleanup.add(queue.stop);
  const byTenant = { groupOf: tenantOf, report, startTimer };
  const scheduleQueue = createLocalQueue<ScheduleMessage>({ workers: SCHEDULES_AT_ONCE, ...byTenant });
  cleanup.add(scheduleQueue.stop);
  const { schedules } = stores;
  const scheduler = createLocalScheduler({ schedules, queue: scheduleQueue, clock, startTimer, report });
  cleanup.add(scheduler.stop);
  const deliveryQueue = createLocalQueue<DeliveryMessage>({ workers: DELIVERIES_AT_ONCE, ...byTenant });
  cleanup.add(deliveryQueue.stop);
  const ports = localPorts({
    settings,
    stores: trackPrompts(stores, pending),
    gate,
    queue,
    scheduler,
    deliveryQueue: { send: (message, afterSeconds) => deliveryQueue.send([message], afterSeconds) },
    shutdown: shutdown.signal,
    clock,
    log,
    ...(quiet && { emitBudgetEvent: async () => {} }),
  });
  const gateway = wireGateway(ports, tokens);
  // What is under way before any request is served is nobody's.
  await sweepWork(ports, stores.isOurs ? Number.POSITIVE_INFINITY : clock());
  startDeliveries(deliveryQueue, ports, { pending, log, deliveryPolicy: options.deliveryPolicy });
  startWork(queue, ports, pending);
  startSchedules(scheduleQueue, ports, pending);
  await scheduler.start();
  const stopSweeping = startSweeper(ports, pending);
  cleanup.add(stopSweeping);
  const { allowedOrigin } = settings;
  const objects = serveObjects({ objects: stores.objects, links: stores.objectLinks, allowedOrigin, report });
  const door = createFrontDoor({ gateway, issuer: tokens.issuer, objects, pending, allowedOrigin });
  server.serve(door.serve);

  return {
    baseUrl,
    dataDir,
    credentials: tokens.credentials,
    standIn,
    close: async (graceMs = GRACE_MS) => {
      door.close();
      server.stopAccepting();
      stopSweeping();
      await scheduler.stop();
      for (const { stop } of [queue, scheduleQueue, deliveryQueue]) stop();
      await interruptAfter(graceMs, pending, shutdown);
      // Nothing that is still under way may find the stores closed.
      await server.close();
      await cleanup.run();
    },
  };
};
