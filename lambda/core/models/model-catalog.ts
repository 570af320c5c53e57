import type { Model } from './model.ts';

/**
 * The models offered by default, with Anthropic's list prices of 2026-11-22 in USD per million tokens.
 *
 * Source: https://platform.claude.com/docs/en/about-claude/pricing. A deployment overrides this by `settings.models`.
 */
export const MODEL_CATALOG: readonly Model[] = [
  {
    id: 'claude-sonnet-5-5',
    displayName: 'Claude Sonnet 5.5',
    aliases: ['sonnet'],
    createdAt: '2026-09-28',
    maxInputTokens: 1_000_000,
    maxOutputTokens: 128_000,
    price: { input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5 },
  },
  {
    id: 'claude-opus-5-5',
    displayName: 'Claude Opus 5.5',
    aliases: ['opus'],
    createdAt: '2026-09-28',
    maxInputTokens: 1_000_000,
    maxOutputTokens: 128_000,
    price: { input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5 },
  },
  {
    id: 'claude-haiku-5-5',
    displayName: 'Claude Haiku 5.5',
    aliases: ['haiku'],
    createdAt: '2026-10-07',
    maxInputTokens: 1_000_000,
    maxOutputTokens: 128_000,
    price: { input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite: 0.125 },
    longPrompt: { aboveTokens: 100_000, price: { input: 0.5, output: 2.5, cacheRead: 0.05, cacheWrite: 0.625 } },
  },
  {
    id: 'claude-fable-5-1',
    displayName: 'Claude Fable 5.1',
    aliases: ['fable'],
    createdAt: '2026-09-01',
    maxInputTokens: 1_000_000,
    maxOutputTokens: 128_000,
    price: { input: 10, output: 50, cacheRead: 0.25, cacheWrite: 12.5 },
  },
  {
    id: 'claude-haiku-4-5',
    displayName: 'Claude Haiku 4.5',
    aliases: ['claude-haiku-4-5-20251001'],
    createdAt: '2025-10-01',
    maxInputTokens: 200_000,
    maxOutputTokens: 64_000,
    price: { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 },
    bedrockId: 'anthropic.claude-haiku-4-5-20251001-v1:0',
  },
];
