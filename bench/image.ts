// `.ci/image npm run bench -- image`: the runner's image at several sizes of Lambda, with warm processes and without.

import { startStandInModel } from '#local/model/stand-in-model.ts';
import { directCall } from './direct-call.ts';
import { lambdaCostUsd } from './lambda-cost.ts';
import { markdownTable } from './markdown-table.ts';
import { type ImageContestant, type ImageTimings, measureImage } from './measure-image.ts';
import { percentile } from './percentile.ts';

const MODEL = 'claude-haiku-4-5';
const MEMORY_MB = (process.env['MEMORY_MB'] ?? '512,1024,1769,3008').split(',').map(Number);
const STARTS = Number(process.env['STARTS'] ?? 3);
const PROMPTS = Number(process.env['PROMPTS'] ?? 10);
/** How long the model of the priced prompt works. */
const MODEL_SECONDS = 10;

const CONTESTANTS: readonly ImageContestant[] = [
  { name: 'chat', profile: 'chat', warmProcesses: 1 },
  { name: 'agent', profile: 'agent', warmProcesses: 1 },
  { name: 'chat, a process per request', profile: 'chat', warmProcesses: 0 },
  { name: 'agent, a process per request', profile: 'agent', warmProcesses: 0 },
];

if (!process.env['IMAGE']) {
  console.error(
    'There is no image to measure. `.ci/image npm run bench -- image` builds it and measures it; needs root on Debian.',
  );
  process.exit(1);
}

const model = await startStandInModel({ maxRecordedCalls: 10 });

/** First token of the model without anything in between. */
const measureFloor = async (): Promise<number> => {
  const direct = directCall(model.baseUrl, MODEL);
  const samples: number[] = [];
  for (let index = 0; index < PROMPTS; index += 1) samples.push((await direct.ask('[[say: hello]]')).firstTokenMs);
  return percentile(samples, 0.5);
};

type Figure = (timings: ImageTimings, memoryMb: number) => string | number;

const median = (samples: readonly number[]): number | string =>
  samples.length === 0 ? '–' : Math.round(percentile(samples, 0.5));

try {
  const measured: { memoryMb: number; timings: readonly ImageTimings[] }[] = [];
  for (const memoryMb of MEMORY_MB) {
    const timings: ImageTimings[] = [];
    for (const contestant of CONTESTANTS) {
      timings.push(
        await measureImage(contestant, { memoryMb, modelUrl: model.baseUrl, starts: STARTS, prompts: PROMPTS }),
      );
    }
    measured.push({ memoryMb, timings });
  }
  const floorMs = await measureFloor();

  const print = (title: string, figure: Figure): void => {
    const rows = CONTESTANTS.map(({ name }, index) => [
      name,
      ...measured.map(({ timings, memoryMb }) => {
        const own = timings[index];
        return own ? figure(own, memoryMb) : '';
      }),
    ]);
    console.log(`### ${title}\n\n${markdownTable(['', ...MEMORY_MB.map((mb) => `${mb} MB`)], rows)}\n`);
  };
  const added = (samples: readonly number[], share: number): number => Math.round(percentile(samples, share) - floorMs);

  console.log('## The image\n');
  print(`Start to first token, page cache dropped, ms, p50 of ${STARTS}`, ({ droppedStartsMs }) =>
    median(droppedStartsMs),
  );
  print(`Start to first token, page cache warm, ms, p50 of ${STARTS}`, ({ startsMs }) => median(startsMs));
  print(`First token of further prompts, added to the model's, ms, p50 of ${PROMPTS}`, ({ firstTokensMs }) =>
    added(firstTokensMs, 0.5),
  );
  print('The same, p95', ({ firstTokensMs }) => added(firstTokensMs, 0.95));
  print('From the answer to being ready for the next, ms, p50', ({ settlesMs }) => median(settlesMs));
  print(`US$ per 1,000 prompts for which the model takes ${MODEL_SECONDS} s`, ({ busyMs }, memoryMb) =>
    (1000 * lambdaCostUsd(memoryMb, MODEL_SECONDS * 1000 + percentile(busyMs, 0.5))).toFixed(3),
  );
} finally {
  await model.close();
}
