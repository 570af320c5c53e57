import { approximateTokens } from './approximate-tokens.ts';
import type { CallParameters } from './call-parameters.ts';
import type { ContentBlock, Conversation } from './conversation.ts';
import type { Profile } from './run-request.ts';

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

/** What the model is to read. */
interface Input extends Pick<CallParameters, 'tools'> {
  readonly messages: Conversation;
  readonly system?: string | undefined;
  readonly profile: Profile;
}

const encoder = new TextEncoder();

const textTokens = (text: string): number => approximateTokens(encoder.encode(text).length);

/** Compressed PDFs do not show their pages. */
const pdfTokens = (base64: string): number => {
  const pages = atob(base64).match(/\/Type\s*\/Page(?!s)/g)?.length ?? Math.ceil((base64.length * 3) / 4 / PAGE_BYTES);
  return pages * PAGE_TOKENS;
};

const documentTokens = ({ type, data }: Readonly<Record<string, unknown>>): number => {
  if (type === 'base64') return pdfTokens(String(data));
  return type === 'text' ? textTokens(String(data)) : PAGE_TOKENS;
};

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

const blockTokens = (block: ContentBlock): number => {
  const { type, source, content, ...rest } = block as ContentBlock & { readonly source: Record<string, unknown> };
  if (type === 'image') return IMAGE_TOKENS;
  if (type === 'document') return documentTokens(source);
  if (type === 'redacted_thinking') return 0;
  const within = Array.isArray(content) ? sum(content.map(blockTokens)) : 0;
  const { text = JSON.stringify({ ...rest, ...(typeof content === 'string' && { content }) }) } = rest;
  return textTokens(String(text)) + within;
};

/** About how many tokens a model call reads, with what Claude Code says itself: only the provider can count them. */
export const approximateInputTokens = ({ messages, system = '', tools = [], profile }: Input): number =>
  approximateTokens(PROFILE_BYTES[profile]) +
  textTokens(system) +
  (tools.length > 0 ? TOOLS_TOKENS + textTokens(JSON.stringify(tools)) : 0) +
  sum(messages.flatMap(({ content }) => content).map(blockTokens));
