import { ServiceError } from '#core/errors/service-error.ts';
import type { ObjectStore } from '#core/files/object-store.ts';
import type { LineJob } from '#core/jobs/line-job.ts';
import type { Lines } from '#core/jobs/lines.ts';
import type { WorkQueue } from '#core/queue/work-queue.ts';
import { inputKey } from './batch-objects.ts';
import type { BatchStore } from './batch-store.ts';
import { isWorkedOff } from './batch-transitions.ts';
import { readInputLine } from './input-line.ts';
import type { LineAnswer } from './line-answer.ts';
import { type LineRequest, toLineRequest } from './line-request.ts';

/** What the lines of batches need of the world. */
export interface LinePorts {
  readonly batches: BatchStore;
  readonly objects: Pick<ObjectStore, 'read'>;
  readonly queue: WorkQueue;
}

const readText = async (chunks: AsyncIterable<Uint8Array>): Promise<string> => {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
};

/** What batches do for the jobs that are their lines: of the input, each reads its own bytes. */
export const createBatchLines = ({ batches, objects, queue }: LinePorts): Lines => {
  const readRequest = async ({ batchLine }: LineJob): Promise<LineRequest> => {
    const { batchId, endpoint, offsetBytes, lengthBytes } = batchLine;
    const text = await readText(objects.read(inputKey(batchId), { offsetBytes, lengthBytes }));
    return toLineRequest(readInputLine(text, endpoint), endpoint);
  };

  const isCanceled: Lines['isCanceled'] = async ({ tenantId, batchLine }) =>
    (await batches.get(tenantId, batchLine.batchId))?.stop === 'canceled';

  return {
    isCanceled,

    readDraft: async (job) => {
      if (await isCanceled(job)) throw new ServiceError('canceled', 'The batch was canceled.');
      return (await readRequest(job)).draft;
    },

    answerOf: async (job, result): Promise<LineAnswer> => {
      const { answer, ignored } = await readRequest(job);
      return { body: { ...answer(result) }, ignored: [...ignored] };
    },

    countLine: async (job) => {
      await batches.countLine(job);
      const { tenantId } = job;
      const { batchId } = job.batchLine;
      const batch = await batches.get(tenantId, batchId);
      if (batch && isWorkedOff(batch)) await queue.send([{ kind: 'batch', tenantId, batchId }]);
    },

    forgetLine: (job) => batches.forgetLine(job),
  };
};
