import { shownAt } from './shown-at.ts';

const DAY_MS = 86_400_000;

/**
 * The moment at which clocks in a time zone show that time, as `shownAt` gives it: the first, if they are set back and
 * show it twice.
 *
 * @returns undefined if they are set forward, and skip it.
 */
export const whenShown = (shownMs: number, timeZone: string): number | undefined => {
  // Clocks are ahead of UTC by what they are a day before, or a day after, whatever change lies between.
  const instants = [shownMs - DAY_MS, shownMs + DAY_MS]
    .map((nearMs) => shownMs - (shownAt(nearMs, timeZone) - nearMs))
    .filter((atMs) => shownAt(atMs, timeZone) === shownMs);
  return instants.length === 0 ? undefined : Math.min(...instants);
};
