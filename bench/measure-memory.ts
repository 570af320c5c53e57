import { readdir, readFile } from 'node:fs/promises';
import { markdownTable } from './markdown-table.ts';

const KIB_PER_MIB = 1024;

/** Processes whose command line has that word, with their memory in KiB: resident, and of that not shared with files. */
const readProcesses = async (word: string): Promise<{ rssKib: number; anonymousKib: number }[]> => {
  const found = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    try {
      const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8');
      if (!commandLine.includes(word)) continue;
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      const kib = (field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
      found.push({ rssKib: kib('VmRSS'), anonymousKib: kib('RssAnon') });
    } catch {
      // It ended while we looked.
    }
  }
  return found;
};

/** The memory of this service's waiting Claude Code processes, and of the service itself. Linux only. */
export const measureMemory = async (): Promise<string> => {
  const mib = (kib: number): number => Math.round(kib / KIB_PER_MIB);
  const waiting = await readProcesses('--allow-dangerously-skip-permissions');
  const rows = waiting.map(({ rssKib, anonymousKib }, index) => [
    `waiting process ${index + 1}`,
    mib(rssKib),
    mib(anonymousKib),
  ]);
  const { rss } = process.memoryUsage();
  return markdownTable(
    ['memory, MiB', 'resident', 'of that anonymous'],
    [...rows, ['the service, with this benchmark', mib(rss / 1024), '']],
  );
};
