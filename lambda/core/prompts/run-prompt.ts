import type { Clock } from '#core/clock.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { createChannel } from '#core/runs/channel.ts';
import { guardRun } from '#core/runs/guard-run.ts';
import { RUN_GRACE_MS } from '#core/runs/run-grace-ms.ts';
import type { Runner } from '#core/runs/runner.ts';
import type { AdmittedPrompt } from './admit-prompt.ts';
import { endPrompt, type LastEvent, type PassingEvent } from './end-prompt.ts';
import { type Settlement, type TryToSettlePorts, tryToSettle } from './try-to-settle.ts';
import { type WatchPorts, watchCaller } from './watch-caller.ts';

/** What a run needs of the world. */
export interface RunPorts extends TryToSettlePorts, WatchPorts {
  readonly runner: Runner;
  readonly clock: Clock;
  /** Starts a time limit that aborts its signal with `reason` after so long, unless cleared. */
  readonly startDeadline: (afterMs: number, reason: Error) => Deadline;
  /** Aborts when this process is told to stop and has waited long enough. */
  readonly shutdown: AbortSignal;
}

/** A time limit that is running. */
export interface Deadline {
  readonly signal: AbortSignal;
  clear(): void;
}

/** How a run ended: its last event, and what became of the prompt's record. */
export interface EndedPrompt extends Settlement {
  readonly last: LastEvent;
}

/** A prompt that is running. */
export interface RunningPrompt {
  /** All events but the last. Unread, they hold the run back when there are very many. */
  readonly events: AsyncIterable<PassingEvent>;
  /** How the prompt ended, once that is stored and counted, or cannot be. Never rejects. */
  readonly ended: Promise<EndedPrompt>;
  /**
   * Ends the run early; harmless after its end.
   *
   * @param why what its record says of it. Default: that the caller hung up.
   */
  cancel(why?: string): void;
}

const EVENTS_AHEAD = 1_000;

/**
 * Runs an admitted prompt, records how it ended, and counts what it used.
 *
 * The run goes on by itself, whether or not its events are read: a prompt that was accepted always gets its ending. It
 * is ended when its caller would not be let in any more.
 */
export const runPrompt = ({ prompt, run }: Pick<AdmittedPrompt, 'prompt' | 'run'>, ports: RunPorts): RunningPrompt => {
  const canceled = new AbortController();
  const cancel = (why = 'The caller hung up before the answer was complete.') =>
    canceled.abort(new ServiceError('canceled', why));
  const late = new ServiceError('run_timed_out', `The run took longer than ${run.timeoutMs / 1000} s.`);
  const limit = ports.startDeadline(run.timeoutMs + RUN_GRACE_MS, late);
  const caller = watchCaller(prompt, ports);
  const signal = AbortSignal.any([canceled.signal, ports.shutdown, limit.signal, caller.signal]);
  const channel = createChannel<PassingEvent>(EVENTS_AHEAD, signal);
  const text: string[] = [];

  const follow = async (): Promise<LastEvent> => {
    const start = () => ports.runner.run(run, prompt.tenantId, signal);
    for await (const event of guardRun(start, limit.signal, ports.clock)) {
      if (event.kind === 'result' || event.kind === 'error') return event;
      if (event.kind === 'text') text.push(event.text);
      await channel.push(event);
    }
    throw new Error('guardRun always yields a last event');
  };

  const finish = async (): Promise<EndedPrompt> => {
    const last = await follow();
    limit.clear();
    caller.clear();
    const settlement = await tryToSettle(endPrompt(prompt, last, text, ports.clock()), ports);
    channel.end();
    return { ...settlement, last };
  };

  return { events: channel.values, ended: finish(), cancel };
};
