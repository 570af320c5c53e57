import { z } from 'zod';
import { onlyTypes } from '#core/dialects/only-types.ts';
import { refused } from '#core/dialects/refused.ts';
import { CacheControl } from './cache-control.ts';
import { DocumentSource, ImageSource } from './content-source.ts';

const cached = { cache_control: CacheControl.nullish() };

const Text = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1, 'must not be empty'),
  citations: z.tuple([], 'citations cannot be passed on').nullish(),
  ...cached,
});

const Image = z.strictObject({
  type: z.literal('image'),
  source: ImageSource,
  transformations: refused('transformations cannot be passed on'),
  ...cached,
});

const Document = z.strictObject({
  type: z.literal('document'),
  source: DocumentSource,
  title: z.string().nullish(),
  context: z.string().nullish(),
  citations: z
    .strictObject({ enabled: z.literal(false, 'citations of documents cannot be passed on').optional() })
    .nullish(),
  ...cached,
});

const ResultContent = z.discriminatedUnion(
  'type',
  [Text, Image, Document],
  onlyTypes('a result', ['text', 'image', 'document']),
);

const ToolResult = z.strictObject({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  content: z.union([z.string(), z.array(ResultContent)], 'must be a text or a list of blocks').optional(),
  is_error: z.boolean().optional(),
  toolset_name: refused('toolsets are not offered here'),
  ...cached,
});

const ToolUse = z.strictObject({
  type: z.literal('tool_use'),
  id: z.string(),
  name: z.string(),
  input: z.looseObject({}),
  caller: z.strictObject({ type: z.literal('direct', 'only direct calls can be passed on') }).optional(),
  toolset_name: refused('toolsets are not offered here'),
  ...cached,
});

const Thinking = z.strictObject({ type: z.literal('thinking'), thinking: z.string(), signature: z.string() });
const RedactedThinking = z.strictObject({ type: z.literal('redacted_thinking'), data: z.string() });

/** What a user may say. */
export const UserBlock = z.discriminatedUnion(
  'type',
  [Text, Image, Document, ToolResult],
  onlyTypes('content of the user', ['text', 'image', 'document', 'tool_result']),
);

/** What the model may have said. */
export const AssistantBlock = z.discriminatedUnion(
  'type',
  [Text, ToolUse, Thinking, RedactedThinking],
  onlyTypes('content of the assistant', ['text', 'tool_use', 'thinking', 'redacted_thinking']),
);

/** A piece of the system prompt. */
export const SystemBlock = z.strictObject({
  type: z.literal('text'),
  text: z.string(),
  citations: Text.shape.citations,
  ...cached,
});

/** The block as it is passed on: without what says nothing, as the SDKs write null for what was not said. */
export const meaningful = <B extends { readonly type: string }>(block: B): B =>
  Object.fromEntries(
    Object.entries(block).filter(([name, value]) => value !== null && value !== undefined && name !== 'caller'),
  ) as B;
