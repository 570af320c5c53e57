import type { MessagePlan } from './answer-plan.ts';

/** A planned message as the Messages API answers it in one piece. */
export const anthropicMessage = ({ id, model, blocks, stopReason, usage }: MessagePlan): object => ({
  id,
  type: 'message',
  role: 'assistant',
  model,
  content: blocks,
  stop_reason: stopReason,
  stop_sequence: null,
  usage,
});
