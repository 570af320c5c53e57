import type { WorkMessage, WorkQueue } from '#core/queue/work-queue.ts';

/** A queue that a test looks into, and takes from. */
export interface MemoryWorkQueue extends WorkQueue {
  readonly sent: { readonly message: WorkMessage; readonly delaySeconds: number }[];
}

/** Stands in for SQS: keeps what was sent. */
export const createMemoryWorkQueue = (): MemoryWorkQueue => {
  const sent: MemoryWorkQueue['sent'] = [];
  return {
    sent,
    send: async (messages, delaySeconds = 0) => {
      for (const message of messages) sent.push({ message, delaySeconds });
    },
  };
};
