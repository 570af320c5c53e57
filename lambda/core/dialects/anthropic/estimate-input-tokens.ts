import type { ContentBlock } from '#core/runs/conversation.ts';
import type { Profile } from '#core/runs/run-request.ts';
import type { CountTokensBody } from './messages-body.ts';
import { systemText } from './system-text.ts';
import { toConversation } from './to-conversation.ts';

const BYTES_PER_TOKEN = 4;

/** The most that an image counts: https://docs.anthropic.com/en/docs/build-with-claude/vision */
const IMAGE_TOKENS = 1_600;

/** Text and picture of a page: https://docs.anthropic.com/en/docs/build-with-claude/pdf-support */
const PAGE_TOKENS = 3_000;

/** Where a PDF does not tell its pages: they are about as long as this. */
const PAGE_BYTES = 50_000;

/** What the API adds where there are tools: https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/overview */
const TOOLS_TOKENS = 350;

/** What Claude Code puts around the conversation (docs/architecture.md), in bytes. */
const PROFILE_BYTES: Readonly<Record<Profile, number>> = { chat: 600, agent: 20_000 };

const encoder = new TextEncoder();

const textTokens = (text: string): number => Math.ceil(encoder.encode(text).length / BYTES_PER_TOKEN);

/** Compressed PDFs do not show their pages. */
const pdfTokens = (base64: string): number => {
  const pages = atob(base64).match(/\/Type\s*\/Page(?!s)/g)?.length ?? Math.ceil((base64.length * 3) / 4 / PAGE_BYTES);
  return pages * PAGE_TOKENS;
};

const documentTokens = ({ type, data }: Readonly<Record<string, unknown>>): number => {
  if (type === 'base64') return pdfTokens(String(data));
  return type === 'text' ? textTokens(String(data)) : PAGE_TOKENS;
};

const blockTokens = (block: ContentBlock): number => {
  const { type, source, content, ...rest } = block as ContentBlock & { readonly source: Record<string, unknown> };
  if (type === 'image') return IMAGE_TOKENS;
  if (type === 'document') return documentTokens(source);
  if (type === 'redacted_thinking') return 0;
  const within = Array.isArray(content) ? content.map(blockTokens).reduce((sum, count) => sum + count, 0) : 0;
  const { text = JSON.stringify({ ...rest, ...(typeof content === 'string' && { content }) }) } = rest;
  return textTokens(String(text)) + within;
};

/**
 * About how many tokens the model would read.
 *
 * No more than an estimate: only the provider can count, and Claude Code has no way to ask it.
 *
 * @throws ServiceError `invalid_request` as the request itself would be refused.
 */
export const estimateInputTokens = (body: CountTokensBody, profile: Profile): number => {
  const { system, tools = [] } = body;
  const blocks = toConversation(body).flatMap(({ content }) => content);
  return (
    Math.ceil(PROFILE_BYTES[profile] / BYTES_PER_TOKEN) +
    textTokens(systemText(system) ?? '') +
    (tools.length > 0 ? TOOLS_TOKENS + textTokens(JSON.stringify(tools)) : 0) +
    blocks.map(blockTokens).reduce((sum, count) => sum + count, 0)
  );
};
