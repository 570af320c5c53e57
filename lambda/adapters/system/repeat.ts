import type { WatchPorts } from '#core/prompts/watch-caller.ts';

/** Does a task again and again, with a pause before each time; it does not keep the process alive. */
export const repeat: WatchPorts['repeat'] = (afterMs, task) => {
  let timer: NodeJS.Timeout | undefined;
  let isCleared = false;
  const wait = (): void => {
    timer = setTimeout(async () => {
      await task();
      if (!isCleared) wait();
    }, afterMs);
    timer.unref();
  };
  wait();
  return {
    clear: () => {
      isCleared = true;
      clearTimeout(timer);
    },
  };
};
