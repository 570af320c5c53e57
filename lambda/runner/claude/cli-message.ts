import { z } from 'zod';

const toolUse = z.object({ type: z.literal('tool_use'), id: z.string(), name: z.string(), input: z.unknown() });
const toolResult = z.object({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  is_error: z.boolean().nullish(),
  content: z.unknown(),
});
/** Kinds of block that say nothing of what we read from their message. */
const otherBlock = z.object({ type: z.string() });

const assistantLine = z.object({
  type: z.literal('assistant'),
  message: z.object({ content: z.array(z.union([toolUse, otherBlock])) }),
});

const userLine = z.object({
  type: z.literal('user'),
  message: z.object({ content: z.union([z.string(), z.array(z.union([toolResult, otherBlock]))]) }),
});

const streamEventLine = z.object({
  type: z.literal('stream_event'),
  /** Not null in a subagent. */
  parent_tool_use_id: z.string().nullish(),
  /** Beside a `message_stop`: the stream broke, and nothing of the blocks from there on is kept. */
  abandoned_blocks: z.object({ from_block_index: z.int() }).optional(),
  event: z.object({
    type: z.string(),
    index: z.int().optional(),
    content_block: z
      .object({ type: z.string(), id: z.string().optional(), name: z.string().optional(), data: z.string().optional() })
      .optional(),
    delta: z
      .object({
        type: z.string().optional(),
        text: z.string().optional(),
        thinking: z.string().optional(),
        signature: z.string().optional(),
        partial_json: z.string().optional(),
        stop_reason: z.string().nullish(),
        stop_sequence: z.string().nullish(),
      })
      .optional(),
  }),
});

const systemLine = z.discriminatedUnion('subtype', [
  z.object({
    type: z.literal('system'),
    subtype: z.literal('init'),
    session_id: z.string(),
    model: z.string(),
  }),
  z.object({
    type: z.literal('system'),
    subtype: z.literal('api_retry'),
    attempt: z.int(),
    retry_delay_ms: z.number(),
    error_status: z.int().nullable(),
  }),
]);

const controlResponseLine = z.object({
  type: z.literal('control_response'),
  response: z.object({ subtype: z.enum(['success', 'error']), request_id: z.string(), error: z.string().optional() }),
});

const resultLine = z.object({
  type: z.literal('result'),
  subtype: z.string().optional(),
  /** Says the truth; `subtype` says `success` also of errors of the model provider. */
  is_error: z.boolean(),
  stop_reason: z.string().nullish(),
  terminal_reason: z.string().nullish(),
  api_error: z.string().nullish(),
  api_error_status: z.int().nullish(),
  result: z.string().optional(),
  /** What satisfies the schema of the request; absent if nothing did, though all seems well otherwise. */
  structured_output: z.unknown().optional(),
});

const CliMessage = z.discriminatedUnion('type', [
  streamEventLine,
  assistantLine,
  userLine,
  systemLine,
  controlResponseLine,
  resultLine,
]);

/** A line of the CLI's stdout, as far as we read it. */
export type CliMessage = z.infer<typeof CliMessage>;

/** The last line of a turn. */
export type CliResult = z.infer<typeof resultLine>;

const READ_TYPES = new Set(['stream_event', 'assistant', 'user', 'control_response', 'result']);
const READ_SUBTYPES = new Set(['init', 'api_retry']);
const Envelope = z.looseObject({ type: z.string(), subtype: z.string().optional() });

const isRead = ({ type, subtype = '' }: z.infer<typeof Envelope>): boolean =>
  READ_TYPES.has(type) || (type === 'system' && READ_SUBTYPES.has(subtype));

/**
 * Reads a line; `undefined` if it is of a kind that we do not mind.
 *
 * @throws Error if it is not JSON, or a kind that we do mind has another form than is known.
 */
export const parseCliMessage = (line: string): CliMessage | undefined => {
  const envelope = Envelope.parse(JSON.parse(line));
  return isRead(envelope) ? CliMessage.parse(envelope) : undefined;
};
