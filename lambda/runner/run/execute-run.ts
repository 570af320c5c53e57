import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceError } from '#core/errors/service-error.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import type { RunRequest } from '#core/runs/run-request.ts';
import type { ClaudeProcess } from '#runner/claude/claude-process.ts';
import { createCliTranslator } from '#runner/claude/cli-translator.ts';
import { converse } from './converse.ts';
import { endEvent } from './end-event.ts';
import type { RunOutcome } from './run-outcome.ts';
import { createRunRecord } from './run-record.ts';
import { watchRun } from './watch-run.ts';

/** What it takes to carry out a run on this machine. */
export interface ExecutionPorts {
  /** Its failure is the run's. */
  takeProcess(): Promise<ClaudeProcess>;
  /** Resolves when the reader has room for more. */
  emit(event: RunEvent): Promise<void>;
  /** Aborting ends the run. */
  readonly signal: AbortSignal;
}

/** An interrupted CLI ends its turn within 30 ms, but its last words may have to wait for a slow reader. */
const INTERRUPT_GRACE_MS = 1000;

const notStarted = (cause: unknown): ServiceError =>
  new ServiceError('cli_failed', 'Claude Code could not be started.', { source: 'cli', cause });

const now = (): number => performance.now();

/** Carries out a run: emits what happens, at last one `result` or `error`, and leaves nothing behind. Never throws. */
export const executeRun = async (request: RunRequest, { takeProcess, emit, signal }: ExecutionPorts): Promise<void> => {
  const startedAtMs = now();
  const translator = createCliTranslator(request);
  const record = createRunRecord(now);
  const { promise: ended, resolve: endWith } = Promise.withResolvers<RunOutcome>();
  let process: ClaudeProcess | undefined;
  let isOver = false;

  const say = async (event: RunEvent): Promise<void> => {
    if (isOver) return;
    record.add(event);
    if (record.outputBytes <= request.maxOutputBytes) return emit(event);
    const message = `The run has said more than its limit of ${request.maxOutputBytes} bytes.`;
    endWith({ error: new ServiceError('output_too_large', message) });
  };

  const converseUntilEnded = async (process: ClaudeProcess): Promise<RunOutcome> => {
    const conversation = converse(process, request, { translator, say, endWith });
    const outcome = await ended;
    // The CLI may make a further call before it reads that it is interrupted.
    process.session.refuseCalls();
    process.interrupt();
    await Promise.race([conversation, sleep(INTERRUPT_GRACE_MS, undefined, { ref: false })]);
    // Cuts and meters what is still in flight.
    process.session.close();
    return outcome;
  };

  const sayEnd = (outcome: RunOutcome): void => {
    const durationMs = now() - startedAtMs;
    const waitedMs = process?.session.waitedMs() ?? 0;
    const { firstTokenAtMs } = record;
    isOver = true;
    // Not waited for: the reader may take its time, the process must end now.
    void emit(
      endEvent(outcome, {
        text: record.text(),
        turns: translator.turns,
        stopSequence: translator.stopSequence,
        toolCalls: translator.toolCalls,
        sessionId: translator.sessionId,
        metrics: process?.session.metrics() ?? NO_METRICS,
        timings: {
          durationMs,
          overheadMs: Math.max(0, durationMs - waitedMs),
          ...(firstTokenAtMs !== undefined && { timeToFirstTokenMs: firstTokenAtMs - startedAtMs }),
        },
      }),
    );
  };

  const unwatch = watchRun(request.timeoutMs, signal, endWith);
  const taking = takeProcess();
  try {
    process = await Promise.race([taking, ended.then(() => undefined)]);
    sayEnd(process ? await converseUntilEnded(process) : await ended);
  } catch (cause) {
    sayEnd({ error: cause instanceof ServiceError ? cause : notStarted(cause) });
  } finally {
    unwatch();
    await taking.then((taken) => taken.end()).catch(() => {});
  }
};
