import { MAX_DELAY_SECONDS, type WorkMessage, type WorkOutcome, type WorkQueue } from './work-queue.ts';

/** Who does what work. Each may be given the same message again. */
export type WorkHandlers = {
  readonly [K in WorkMessage['kind']]: (message: Extract<WorkMessage, { kind: K }>) => Promise<WorkOutcome>;
};

/** Does the work that a message asks for, and sends the message again if there is more to do later. */
export const performWork = async (message: WorkMessage, handlers: WorkHandlers, queue: WorkQueue): Promise<void> => {
  const handle = handlers[message.kind] as (message: WorkMessage) => Promise<WorkOutcome>;
  const outcome = await handle(message);
  if (outcome.kind === 'again') await queue.send([message], Math.min(outcome.afterSeconds, MAX_DELAY_SECONDS));
};
