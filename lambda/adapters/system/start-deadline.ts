import type { Deadline } from '#core/prompts/run-prompt.ts';

/** Starts a time limit that aborts its signal with `reason`; it does not keep the process alive. */
export const startDeadline = (afterMs: number, reason: Error): Deadline => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(reason), afterMs);
  timer.unref();
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
};
